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
    <name>FurtherWindow</name>
    <message>
        <source>{world} · Scaling Terminal, window {number}</source>
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
        <source>Exchange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the key at its venue by reads only</source>
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
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the key under another account&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget the key here; at the venue it stays valid</source>
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
        <source>API key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase, where there is one</source>
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
        <source>Add key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the key and keep it in the system&apos;s keyring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the desk in order and begin it again with the keys above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking {exchange}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Renaming…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Really delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press again to forget the key of {name} here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying the key of {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeping the key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Really start anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press again: auto ends, what scaling left open is cancelled, positions stay, and the window opens again in manual with the keys above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not while a session is recorded: close the terminal and begin again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase</source>
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
    <name>MainWindow</name>
    <message>
        <source>{world} · Scaling Terminal</source>
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
    <name>PayoffPlot</name>
    <message>
        <source>Payoff of inverse, linear and dated contract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} liquidated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equity in {part}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> at {price}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>liq. {number} %</source>
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
<context>
    <name>window</name>
    <message>
        <source>that failed ({name})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the desk anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>● green</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>■ red</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>○ unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>orders tried there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> of {symbol}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No venue has been looked over yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto cannot be armed. {part}{part2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing can be traded on. {part}{part2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto can be armed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 line is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{open} lines are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto can be armed. {lines} no obstacle but a warning or unknown: weigh what they say.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dead-man switch: off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> until {fromtimestamp:%H:%M:%S} UTC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dead-man switch: armed at venue{until}{detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dead-man switch: LEFT TO LAPSE{until}{detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dead-man switch: the venue has none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dead-man switch: NOT ARMED{detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre-flight…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is looked at before auto can be armed, line by line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accounts and keys…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add, test, rename and delete API keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold to arm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>orders by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One click on Manual takes it back and cancels what scaling left open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto would first:
{first}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>15 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Override</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Override stale funding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with the last known funding rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End override</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the funding override</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freeze again until the feed resumes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume scaling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue on your word after a breaker or a mismatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel all orders on this symbol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also: Esc twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In force: {override}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding: {why_not}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is waiting for your word.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scaling controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply: {name}; {before} → {after}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kill switch is latched: reset it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a policy first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: wait for data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {part} {size} at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>buy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stay frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin basis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Band to reduce</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cap leverage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cap position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cap order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cap turnover/h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volatility target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Breaker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No instrument is in focus.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until the feed resumes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{countdown} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An override is in force.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The funding rate is fresh.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No funding rate was ever known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✕ past</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last tier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coin eq.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equity in coin at that price, nothing traded on the way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USD eq.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same equity in USD at that price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leverage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effective leverage, notional / equity, at that price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re-target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contracts to trade at that price to meet the policy&apos;s target, uncapped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To liq.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance from that price to liquidation, in its tier there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next tier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contracts that may be added at that price before the next margin tier, and the maintenance rate that begins there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far from the present mark price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USD per coin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Once the staged order is filled at the mark, its fee paid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The position as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The position once the staged order is filled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both, figure by figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convexity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prices {step} % apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ladder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payoff</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No order is staged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>→ after {order}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linear, USD margin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inverse perpetual, coin margin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dated inverse, no funding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No instrument is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No mark price has been heard of yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account behind this instrument is not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{side} · past liquidation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no liquidation price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>liquidation unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>liquidation {price} ({percent} away)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no order staged: no target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no order staged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STALE · the feed of the {what} is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STALE · {what} is not to be relied on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STALE · {what} is {age} old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No policy scales this instrument: nothing to re-target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wallet balance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the lesser of wallet balance and equity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re-target: to {leverage} on {margin}, before caps and bands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; other positions of the account keep their present value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No position, and none staged: nothing to compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No equity is left: nothing to compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (the staged order&apos;s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>funding unknown, left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>receiving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verb} {usd} funding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{usd} {side}{of} on {usd2} equity, all three opened at the mark. Inverse and dated keep margin in {base}, linear in USD; perpetuals {funding} ({intervals:g} intervals), dated none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position now and after the staged order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{heading}, title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PAPER</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LIVE on {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words}, no real money</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help: {heading}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What “{heading}” shows and how to use it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a paper market</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simulated prices, simulated money: nothing here can lose anything. Your policy says how large the position should be, and the terminal trades towards that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the recommendation, then execute it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It says what to trade now, and below it why, line by line. Where there is nothing to do the reason stands in the same place. Press Execute to send that one order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let it trade by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The panel says what Auto would do first. Hold the Auto button until it is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One click on Manual (or F8) ends automatic trading and cancels what it left open. Esc twice cancels every order on this instrument.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KILL, top right, halts and cancels on all venues at one press; holding it also closes the positions. Try it, then give a reason and reset. F1 lists every key, and the ? of each panel explains it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sign}{part:.0f} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sign}{part} m {part2:02d} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sign}{part} h {part2:02d} m</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sign}{part} d {part2:02d} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{moment}
settled {rate}
predicted {rate2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EMA prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>venue&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark over index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {until}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>close here, open the next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{duration} before expiry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost of funding and error of prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost to horizon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>equity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean error of past predictions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Same as the last one”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no instrument is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expires in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Basis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Basis, annualised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until it expires</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next settlement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predicted next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding volatility</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>venue says {rate}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>heard {ago}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>even</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warns at {percent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ALARM · over {percent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WARNING · over {percent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not enough settlements yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as good as the last rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prediction better by {percent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prediction worse by {worse}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the venue delivers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since how long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is the matter, in the venue&apos;s or the terminal&apos;s words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Symbol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How old the mark price is; ! past the policy&apos;s limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Book</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How old the order book is; ! past the policy&apos;s limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How old the funding rate is; ! past the policy&apos;s limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How old the venue&apos;s statement of the account is; ! past the policy&apos;s limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trades</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How old the last public trade is; they are only shown, and scaling does not need them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often a feed of it was lost, stale or invalid since the window opened, and for how long at worst</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the engine scales on these feeds, or why it stands still</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paints/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often its parts were painted in the last second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean cost of one painting in the last second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worst ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dearest painting since the window opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Health</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Health figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No instrument is listed yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No venue is connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost of painting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been measured yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loop lag, p99</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>◌ connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>● live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>‖ unavailable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>■ refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>○ ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tick to order, p99</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>most in one frame {most_pushed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame time, p99</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dearest painting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>■ killed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>◌ stale, not scaled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no frame yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p50 {number} · {number2} fps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no order sent yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{middle}limit {limit:.0f} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{newest:.1f} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{known}, limit {limit:.0f} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{caption} ≤ {limit:.0f} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>10 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 tick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{ticks} ticks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{symbol}, {duration} of the book</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, stale {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture begins with the first order book</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bids</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last trade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taker buys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taker sells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>own fills</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto is armed: scaling will trade back towards its own target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a policy first: its limits hold for hand orders too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No mark price is known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contracts: give {least} or more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A resting order needs a price.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The position is not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This would not reduce the position.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>post only at {limit}, which would cross</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>would cross</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up to {limit}, the rest waits there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>resting at {limit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at market; the book is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no book</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at market ≈ {price}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{about}, more than the book shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>beyond book</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{about}, {worse:.1f} bp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{worse:.1f} bp worse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stale {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>action {name!r} is known already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{words}” always has a key; press another one to change it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} stops trading: “{words}”; choose another key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} is the key of “{words}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{venue} within {duration}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>confirmed: {taken}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting for the venues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drill over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no venue has been asked yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kill switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KILL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>press: halt · hold: flatten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KILLED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold: flatten too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Windows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Practise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Trade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>W&amp;indows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Workspaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Practise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give a number: {allowed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{part}” is no number; allowed: {allowed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allowed: {allowed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whole numbers {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, or nothing ({empty})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tip}
policy key: {key}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change a field or choose a preset: what it would do is shown here before you apply it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No policy is in force: choose a preset to begin with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} field{part} to mend before it can apply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No policy is in force yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fields of the policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the prepared policy would do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {more} more (marked ●)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not scaled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prepared policy does not scale it: its scaling orders are withdrawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kill switch is latched: nothing is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scaling is frozen: this is what would follow once it runs again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto is armed: these orders go out at once when you apply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{label} {before} to {after}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Portfolio advice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venue and settlement currency: margin of one cannot back a position of another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the engine counts the account: connected, stated and fresh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equity USD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same at the mark; the total counts healthy accounts only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of the equity that the engine counts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In USD: long above zero, short below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effective: notional / equity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The policy&apos;s target leverage; — where it scales nothing on the account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vs target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leverage less its target: within 5 % it is on target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin utilisation: maintenance margin / equity. 100 % is liquidation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of the target that the policy gives it: by margin, by weights, or by the cheapest funding first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wallet balance and unrealised PnL, in settlement currency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unplaced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USD of the target that no venue has room for within its caps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Portfolio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No account has been heard of yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Liquidation prices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effective leverage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest liquidation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>● healthy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>‖ frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>◌ stale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>■ invalid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (about {usd})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move {amount}{dollars} from {from_venue} to {to_venue}: both would then be equally far from liquidation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>■ invalid statement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>○ not heard of yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>◌ stale, {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{counted} of {every} counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all {every} counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Σ total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{venue} {settle} is left out ({words}): it gets no orders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{amount} of the target has no place: every venue is at its cap. Raise a cap, or </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>add margin elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No policy is in force: there is no target to share.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One account: nothing to move. All of the target is placed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No transfer would help, and all of the target is placed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>= on target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} of {every}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It ends by itself with fresh data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The target is larger than the position by more than the band.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The target is smaller than the position by more than the band.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin utilisation passed the restore level: the position is cut back to a safe one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add margin if you want to keep the size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto-liquidation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Liquidation is near: the position is closed before the venue would do it worse.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add margin or lower the target leverage before you begin again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kill: flatten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kill switch closes the position.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manual order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You sent this order by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Executed by you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You executed the recommendation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Awaiting venue&apos;s statement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Our fills and the venue&apos;s last statement of the position differ by what is under way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next statement settles it, or freezes with both numbers shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inside the band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The position is close enough to its target: trading the rest would only cost fees.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Narrow the rebalance band in the policy to trade smaller differences.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Below minimum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The difference is smaller than the smallest order the venue takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order in flight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An order is on its way; the next decision waits for its answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No policy is in force, so there is no target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one under Policy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not in policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The policy does not scale this instrument; it is only watched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You asked not to be shown recommendations for a while.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spread too wide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The spread is wider than the policy allows for an increase.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for the book to fill, or raise max_spread_bp.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order book is empty on the side the order would meet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volatility unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The policy sizes by volatility, and too few prices have been seen to know it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Increases wait about half a minute; reductions do not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prices apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark, index and last price are further apart than the policy trusts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Increases wait until they agree; price_divergence sets how far apart they may be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other venue first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another venue still holds more than its share: it is reduced before this one grows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look there where that takes long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin unconfirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue&apos;s equity is below its wallet and profit: increases count the smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next statement settles it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not as shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order due now is opposite to the one you clicked, or larger: it was not sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the recommendation again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No active order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no open order to act on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cap: contracts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The policy&apos;s cap on contracts decided the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cap: position USD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The policy&apos;s cap on the position in USD decided the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cap: position coin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The policy&apos;s cap on the position in coin decided the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cap: order USD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order was cut to the policy&apos;s largest order; the rest follows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cap: leverage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The policy&apos;s cap on effective leverage decided the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cap: stress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A larger position would break a cap, or be liquidated, at the policy&apos;s stressed price.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stress_move sets how far the price is taken to move against you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venue tier maximum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue&apos;s margin tiers allow no larger position.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turnover cap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This hour&apos;s turnover cap is used up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait, or raise max_turnover_usd_per_hour.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order rate cap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The orders of this minute are used up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It ends by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message rate cap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The messages of this second are used up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sliced: slippage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The book is too thin for the whole order within max_slippage_bp: it is sliced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sliced: depth share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order would take too much of the visible book: it is sliced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reduce only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Increases are stopped for now; only reductions are allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rounded towards zero to whole lots.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minimum size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The target is below the venue&apos;s minimum and therefore zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price collar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The limit price is too far from the mark price.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the price; widen price_collar if it is meant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeated order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same order was sent several times in a short while, so scaling stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check fills and position, then resume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Would not reduce</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reduce-only order would have grown or turned the position.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrong side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order is on the side that the policy excludes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Would turn the position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order is larger than the position it is against and would turn it round.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close first, reduce only; then open the other side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not armed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic orders need auto mode.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold Auto to arm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Malformed order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order is not on the venue&apos;s grid of ticks and lots, or has no size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown instrument</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue has not listed this instrument (yet).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding stale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The funding rate is too old to size with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for the feed, or override it under Scaling controls with a reason and a time box.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding invalid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue sent a funding rate that cannot be right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No funding rate has arrived yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark price stale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mark price has stopped moving.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark price invalid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue sent a mark price that cannot be right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark price unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No mark price has arrived yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Book stale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order book has stopped moving.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Book invalid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order book is crossed or holds impossible figures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account stale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balance and positions are too old to size with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account invalid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue sent a balance or position that cannot be right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balance and positions have not arrived yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feed lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A connection to the venue is lost; it is being rebuilt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Circuit breaker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The price jumped. Scaling waits for the cooldown, a fresh mark and a fresh account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position mismatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue reports another position than the one we count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for trades made elsewhere, then resume on the venue&apos;s figure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order outcome unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An order may or may not exist at the venue; it is being asked about.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If it lasts, check at the venue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Foreign order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue has an open order that is not ours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel it at the venue, or resume to trade beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leverage changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The leverage setting was changed outside this terminal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check it at the venue, then resume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre-flight not passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something about the venue or the account is not as automatic trading needs it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trade, Pre-flight shows each line and what to do about it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin mode changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The margin mode was changed outside this terminal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Liquidation price differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Our liquidation price and the venue&apos;s differ by more than the tolerance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare the margin tiers, then resume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Liquidation price impossible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The liquidation price is on the wrong side of the mark price.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the position at the venue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Liquidated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue liquidated (part of) the position.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the account, then resume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session&apos;s loss limit is reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raise max_session_loss, or stop for today.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin: warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin utilisation passed the warning level.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch it; add margin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin: increases stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin utilisation passed the level at which increases stop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add margin or reduce.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin: flatten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin utilisation passed the flatten level.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add margin at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Near liquidation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mark price is close to the liquidation price.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add margin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contract changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue changed the contract&apos;s terms; targets are being worked out anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the new terms, then resume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The contract has expired.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the next one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Killed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kill switch is latched: only cancels and reductions leave this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset it with a reason when you are ready.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journal failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intents cannot be written to disk, so no order is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free disk space or choose another data directory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Internal error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something inside the terminal failed; auto was disarmed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check orders and position at the venue, and report the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine fell behind its events and waits until it has caught up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Woke from sleep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The computer slept or its clock jumped: everything is stale.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding override</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sizing goes on with the last known funding rate, on your word.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End it as soon as you can.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Override ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The funding override has ended; the live rate counts again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding interval changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue changed the length of its funding interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding volatile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The funding rate swings more than usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consider less leverage.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volatility spike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Short-term volatility spiked; the leverage multiplier was cut.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue refused an order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read its reason in the orders table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer came for an order; the venue is being asked about it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order resolved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An order whose outcome was unknown is accounted for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target not placed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of the portfolio&apos;s target fits into no venue&apos;s caps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raise a cap or move margin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll due</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dated contract should be rolled to the next one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin moved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin went from one venue to another, which is neither profit nor loss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unattended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Many automatic orders filled since you last acted here, so auto disarmed itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at fills and position, then arm again. max_unattended_orders sets how many.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session loss unlocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You raised the limit, or what seemed lost was only moved: increases may go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you asked for is not possible now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The detail says why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another policy is in force from this tick on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto-deleveraged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue reduced the position by auto-deleveraging.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue does not accept the API key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check key, permissions and IP.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock is off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer&apos;s clock and the venue&apos;s are apart, so the venue may refuse orders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the clock by NTP, then arm auto again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key belongs to another account than the journal: no order is sent there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use another data directory for it, or `venues rebind` where that is meant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dead-man switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue&apos;s own cancel-all-after timer was not armed, or was left to lapse.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orders at the venue may outlive this program: look at its page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venue unavailable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue cannot be reached or is in maintenance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too late to send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It waited too long for the disk or the line, and prices have moved: it was not sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Program was ending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program was shutting down, so it was not sent or not followed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled before sending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was cancelled before it had left this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending was interrupted, so it may or may not exist: the venue is asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No explanation is known for this reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reason given: “{words}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the target was computed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target cut to {cut_to}: {short}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{contracts} in flight already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of {whole}: {short}. {sentence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of {whole}: the position is closed before it is turned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of {whole}: the rest follows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the wallet balance, so that the exposure in coin stays the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the equity, so that the leverage stays the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been decided on this instrument yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The portfolio&apos;s allocation gives this instrument {worth} of margin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The margin counted is {basis}: {amount}, worth {worth} at the mark of {mark}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, cut to {percent} of it by volatility</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times the target leverage of {leverage}, divided by the mark price and by 1 + the funding rate of {rate}: {coin}, which is {contracts} contracts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What decided the target: {short}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No cap binds the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{said} This order alone is cut: {short}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and {contracts} are on their way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The target is {contracts}; {held} are held{way}, so {contracts2} are missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The band is {percent} of the target: {width} contracts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recommendation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends one order when the mouse is released.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For {duration}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the market</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No decision yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been computed for this instrument.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not scaled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The policy in force does not scale this instrument.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Execute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kill switch is latched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen, nothing is sent: {part}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto is armed: orders go out by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to execute: {part}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ Buy {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▼ Sell {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reduce only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>increase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contracts · {kind} · {usd}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Execute: {part} {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on {market}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no real money</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orders go to a simulated exchange{part}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; prices are {market}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orders move real money on {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{clock_time}  Over: {part}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{capitalize} mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine silent for {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto armed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> waiting for fresh data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No mark price yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Liquidation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fee</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unrealised P&amp;L</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To liquidation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting the engine…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ALARM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WARNING</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FREEZE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MODE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>INFO</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scaling frozen: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No longer freezes: {short}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mode {value}, gate {value2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How loud: alarm, warning, freeze, mode, info</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only a trade is an order of ours; funding, liquidation and ADL are the venue&apos;s doing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contracts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amount in the base coin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding rate of the interval that was settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fee / funding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it did to the balance, in settlement currency: negative is paid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue&apos;s own id of the execution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The row&apos;s place in the journal&apos;s chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When the order was made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown: the venue has not said yet whether the order exists; it is asked, never sent again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why the order exists</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contracts filled so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit price, USD per coin, exactly as sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average price of the fills</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reduce-only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reduce-only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Updated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When its state last changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the venue or the gate said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The decision in the journal that explains the order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client order id: unique across restarts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Positions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No order has been sent in this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fills</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been filled in this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal has no such row yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No alert in this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>perp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direction of the position, by shape and word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contracts held: positive is long, negative is short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the sizing engine aims at, in contracts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contracts still to trade: target − (position + in flight)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exposure in the base coin, at mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exposure in USD, at mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Liquidation {distance}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark price stale {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark price invalid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>feed of the mark price lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average entry price, USD per coin: harmonic for an inverse contract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The venue&apos;s mark price: what margin and sizing use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>uPnL coin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unrealised PnL in the base coin, at mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>uPnL USD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unrealised PnL in USD, at mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The highest of the policy&apos;s levels that it has passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maintenance margin, in settlement currency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long ago the venue last stated the account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the mark price is from our liquidation price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Liq. ours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Liquidation price as computed here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Liq. venue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Liquidation price as the venue states it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(venue&apos;s − ours) as a share of the mark price. Coloured where scaling freezes for it: below the mark by this share, above it by the margin that it comes to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the mark price is from liquidation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark price over index price: what a dated contract gives up until it expires</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expiry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time left of a dated contract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▼ short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ buy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▼ sell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown:,} of {total:,}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export {part}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {rows:,} rows to {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given up: {name} was not written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved: {why}. Choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>target {leverage}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exposure {usd}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stop increases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restore ends at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no policy, no levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} points below {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over every level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no position can be liquidated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MARGIN · {where} uses {used}, over {percent}. {part}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has never been heard of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is {age} old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (and {part} more)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} and not healthy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STALE · account {venue} {settle} {what}{others}. It gets no orders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen: {short}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filled {symbol}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{amount} at {price:,}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Green up, red down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Red up, green down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue up, orange down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to manual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel all on this symbol (press twice)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pressed twice in a moment it cancels every order on the instrument in focus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kill: halt and cancel everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LIVE {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock hand orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand orders: ask about each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recentre</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recentre the ladder (in it)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panel: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or close “{title}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next instrument</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous instrument</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Float or dock the panel in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspace {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset this workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save, rename, delete…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark or light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times in UTC or local</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Market: {replace}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> for half a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kill drill: halt, time the answers, reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The real kill switch on the paper market; says how long each venue took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys and actions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys and actions (second key)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find an action…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help on the panel in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Introduction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panel in use to a new window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every window has the same head and kill switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panel in use to window {number} and back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this window: its panels go back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closes a further window; the main one stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the main window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to window {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click into a panel first: it is the one that moves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are {most} windows already; close one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to {window}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there are {most} workspaces already; delete one first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{old}” keeps its name; save it under another one instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is always there; reset it instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a workspace&apos;s name has 1 to {longest_name} letters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is a workspace called “{name}” already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>local</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A dated contract pays no funding.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UNKNOWN · no funding rate has arrived yet. Scaling is frozen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until you end it or the feed resumes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ends in {left} at {clock_time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a rate of unknown age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a rate {age} old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OVERRIDE · sizing on {old}, {until}. Reason: {override_reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STALE · {what_is_stale}. Scaling is frozen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settlement passed {passed} ago and no new rate came</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the feed is lost and the rate&apos;s age is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the rate is {age} old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{age} ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>longs pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shorts pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody pays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} {percent} p.a.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the venue has not said when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (passed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{moment} {zone_name}{passed} · every {length}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{intervals:g} interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no cap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine never flips it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target leverage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the portfolio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wallet holds coin exposure constant, equity holds leverage constant, lesser takes the smaller of both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which rate enters the size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding term</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Published: as the formula stands. Cost: what this side pays to the horizon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No order while the difference is within this share of the target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The band of reductions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smallest order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the lot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0: every lot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Caps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effective leverage at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exposure in USD at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exposure in coin at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contracts at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A larger order is cut in parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turnover an hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orders a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unattended orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So many orders in auto without a sign of you, and it waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stress move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The position must survive a move of the price by this much</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volatility response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target volatility</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Annualised: leverage is scaled by target / measured, never above 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The least it scales to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spike at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fast volatility over slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spike cuts to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the leverage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovers over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slippage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Above it orders are sliced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of book</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Above it: sliced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wider: increases wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order style</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the mark price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of utilisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop increases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore ends at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flatten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flatten within</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the liq. price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Circuit breaker and staleness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A faster move freezes scaling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Within</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cooldown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark stale after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Book stale after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Funding stale after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account stale after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin: wallet balance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin: equity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin: lesser of both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin in USD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In contracts, exact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rounded down to lots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After caps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>partially filled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>funding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>liquidation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>adl</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flatten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>manual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>killed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ioc limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>market</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>post only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wallet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lesser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>predicted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>coin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>usd</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>increases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>margin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cheapest funding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contracts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In flight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wallet balance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin: {basis}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 + funding rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closing… · {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recentre ladder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MARK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>INDEX</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LAST</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ENTRY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LIQ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{price}  ·  {points} bp</source>
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
        <source>{name} {size}: beyond the visible book</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} {size}: {number} bp from best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price ladder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spread {spread}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No order staged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin utilisation over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where}Restore: no price brings it to {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leaves {percent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leaves no equity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where}Restore due now: {part}, {after}{idle}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at {percent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at {price} ({percent})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where}Restore {at}: {part}, {after}{idle}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{contracts} of {contracts2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · not while killed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · only in auto or with the guard on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the margin restore would do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price and position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the present</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Candles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Candles of the last price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the last {duration}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add margin or reduce before increases stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Increases are stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Positions are cut back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Positions are closed before the venue does it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>calm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over warn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over flatten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy at the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A preset&apos;s name, one of your own, or the path of a .toml file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where a venue has one, it cancels all orders there when this program has been silent for so long; 0 switches it off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of the paper market</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same seed gives the same prices; empty draws another at each start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Book updates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the paper market, for all contracts together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of up and down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signs and shapes stand beside the colours in every one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Western</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>East asian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour blind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beside what the screen itself asks for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal and exports are always in UTC.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Local</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock hand orders again after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a hand order and without a touch of their panel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sounds for fills, freezes and alarms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notice on the desktop: fills</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notice on the desktop: freezes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notice on the desktop: alarms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the introduction at the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to {window}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to a new window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Float</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the main window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>window {number}: {panels}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trades: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trades: connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trades: lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no trade yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last trade {age} ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>live</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
