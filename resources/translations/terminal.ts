<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>AlertsPanel</name>
    <message>
        <source>Alarms and warnings only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide what calls for no attention</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ControlsPanel</name>
    <message>
        <source>Scaling controls</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DockTitle</name>
    <message>
        <source>Drag to move, double-click to float</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EffectView</name>
    <message>
        <source>What the order would do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ if bought</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▼ if sold</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FieldRow</name>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts from the next start.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HandOrdersPanel</name>
    <message>
        <source>Send it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send exactly this order, once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not sent. {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand orders are locked; choose Confirm or Armed first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the number of contracts first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PAPER</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{world}: {words}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Handed to the engine; the orders table says what became of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand orders are locked: choose Confirm or Armed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent when the mouse is released on the button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Locked: nothing is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{side} by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the order would do</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HeatmapPanel</name>
    <message>
        <source>Time shown in the heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticks per row of the heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many ticks one row covers; auto keeps the book in the picture</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HeatmapView</name>
    <message>
        <source>Scroll to make prices taller or lower</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HelpViewer</name>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No page has these words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guide: {t}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help: {title}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HotkeySheet</name>
    <message>
        <source>Keys and actions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by words or key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter actions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click here and press the new key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the action this key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the key from the other action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the action without a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the default key back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset all keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give every action its default key back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an action to change its key. • is your own key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} is the key of “{other}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stops trading and stays there; choose another key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} is free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{words}” always has a key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press a new key for “{words}”.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Introduction</name>
    <message>
        <source>Introduction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show me</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring the panel of this step to the front</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The step before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next step, done or not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the introduction; Help has it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{step} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JournalPanel</name>
    <message>
        <source>Kind of journal rows</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Accounts and keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New account name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New account name of the chosen key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchange of the new key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment of the new key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account name of the new key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it at the venue before keeping it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put it in the place of one with the same name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For this session only: in memory, gone when the program ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Really delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Really start anew</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KillPanel</name>
    <message>
        <source>Why trading may go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason for resetting the kill switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset to manual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset the kill switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the latch, back to manual mode; needs a reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the drill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the latch, back to manual mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>■ Drill since {at}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing but cancels and reductions leaves: {venues} ({drill})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>■ Killed at {at}: cancels and reductions only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel all: {venues}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>   Asking again until it is confirmed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KillSwitch</name>
    <message>
        <source>Kill switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press: halt and cancel everything on all venues, at once (Ctrl+Shift+K).
Hold on: also close every position.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LadderPanel</name>
    <message>
        <source>Bring the middle of the market back to the centre (C)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticks per ladder row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many ticks one row of the ladder covers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Σ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cumulative sizes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the cumulative size from the best price outwards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recentre</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recentre ladder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LadderTable</name>
    <message>
        <source>Convexity ladder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModeSwitch</name>
    <message>
        <source>Manual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manual mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recommendations only; nothing is sent by itself. One click.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto mode, hold to arm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold until the bar is full to arm automatic orders; let go early and nothing happens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto is armed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin the desk again, in manual, once what is wrong is mended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the terminal</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OrderForm</name>
    <message>
        <source>Market</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Post only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contracts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many contracts, in whole lots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Market is sent as an immediate limit at the policy&apos;s price collar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USD per coin, in whole ticks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reduce only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never opens or turns the position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Contracts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Price, USD</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OrdersPanel</name>
    <message>
        <source>Working only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide orders that can no longer trade</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Overrides</name>
    <message>
        <source>Reason to override</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason for the funding override</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time box of the funding override</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The override ends by itself then, or when the feed resumes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protect margin in manual mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reduce-only protection in manual mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the margin guard reduce the position in manual mode too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding is stale and freezes scaling. Give a reason to go on with the last rate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overrides</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Command palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actions found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PolicyEditor</name>
    <message>
        <source>No policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every decision carries this hash of the policy&apos;s content</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the prepared policy&apos;s keys come from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine never changes the side by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target leverage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the portfolio: notional divided by margin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply the prepared policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the prepared policy in force from the next tick on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard the prepared policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return to the policy in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Caps, all keys…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the caps, bands and every other key, with a preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a preset, side or leverage to prepare a change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PolicyEditorPanel</name>
    <message>
        <source>Preset to start from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill every field from a preset; nothing is applied by that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply the prepared policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the prepared policy in force from the next tick on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return every field to the policy in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard what is prepared and show the policy in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent. The fields follow once the engine has taken it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PortfolioPanel</name>
    <message>
        <source>Accounts of the portfolio</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PreflightDialog</name>
    <message>
        <source>Pre-flight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre-flight, line by line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask every venue anew, by reads only</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PriceChart</name>
    <message>
        <source>Scroll to zoom, drag to look back, double-click to follow the present</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PricePanel</name>
    <message>
        <source>Candles of the last price, with mark and index as lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag the chart to look back; Follow returns to the present</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop this; nothing half done is kept</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RecommendationPanel</name>
    <message>
        <source>Execute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Execute the recommendation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send this order once, when the mouse button is released</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain the decision in sentences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell the arithmetic in sentences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The decision in sentences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snooze recommendations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not recommend on this instrument for a while</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arithmetic of the decision</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SafetySwitch</name>
    <message>
        <source>■ Locked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand orders are not sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>◐ Confirm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each hand order is asked about once more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>● Armed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One click sends; from Confirm only. Locks again by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand orders: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>locks in {left}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper market</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This window keeps no settings.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusPanel</name>
    <message>
        <source>Instrument</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The instrument that ladder, charts and controls look at</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TabHelp</name>
    <message>
        <source>Panels in one place</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TablePanel</name>
    <message>
        <source>{} table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the rows that are shown, exact, as a CSV file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export {} as CSV</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WorkspaceBar</name>
    <message>
        <source>Workspaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspace {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the workspace “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WorkspaceDialog</name>
    <message>
        <source>Workspaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the present arrangement under this name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call the chosen workspace this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget the chosen workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return the workspace on screen to the arrangement it began with</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
