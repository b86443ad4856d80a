"""The funding chart: settled rates as bars, what was predicted for them as a line."""

from bisect import bisect_left

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from terminal.ui import format as show
from terminal.ui.funding.history import bar_spans, predictions
from terminal.ui.funding.rows import Series
from terminal.ui.grounds import mixed
from terminal.ui.panel import PaintCost
from terminal.ui.ring_buffer import Floats
from terminal.ui.theme import Theme
from terminal.ui.time_chart import Legend, TimeChart, thin_pen
from terminal.ui.words import translate

_PIXELS_A_BAR = 9
_FEWEST, _MOST = 20, 160
_GAP_SHARE = 0.18  # of a bar's span, left free on its right


class FundingChart(TimeChart):
    """Settled history, the EMA's predictions, the running interval and the next one."""

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(theme, cost, translate("window", "Funding history"), parent)
        self._series: Series | None = None
        self._ends: Floats = np.empty(0)
        self._begins: Floats = np.empty(0)
        self._rates: Floats = np.empty(0)
        self._predicted: Floats = np.empty(0)
        self._line = pg.PlotCurveItem(skipFiniteCheck=True)
        self._next = pg.ScatterPlotItem(size=8, symbol="o", pen=None, pxMode=True)
        self._venue = pg.ScatterPlotItem(size=9, symbol="d", pen=None, pxMode=True)
        self.recolour()
        for item in (self._line, self._next, self._venue):
            self.addItem(item)

    def recolour(self) -> None:
        """Take the theme's present colours."""
        super().recolour()
        theme, ground = self.theme, self.theme.color("surface")
        self._up = mixed(ground, theme.color("up"), 0.75)
        self._down = mixed(ground, theme.color("down"), 0.75)
        self._ground = mixed(ground, theme.color("accent"), 0.18)
        self._line.setPen(thin_pen(theme.color("target")))
        self._next.setBrush(theme.color("target"))
        self._venue.setBrush(theme.color("index"))

    def show_series(self, series: Series) -> None:
        """Draw `series`; only what differs from the last one is given to pyqtgraph."""
        before, self._series = self._series, series
        if (
            before is None
            or before.settled != series.settled
            or (before.half_life != series.half_life or before.interval_s != series.interval_s)
        ):
            self._show_settled(series)
        self._show_running(series)
        self._show_legend(series)
        self._fit()

    def follow(self) -> None:
        """Show the newest settlements again."""
        super().follow()
        self._fit()

    def tip_at(self, time: float) -> str:
        """Return the interval at `time`: what was settled and what had been predicted."""
        place = bisect_left(self._ends, time)
        if place >= len(self._ends) or time < self._begins[place]:
            return ""
        moment = show.date_time(int(self._ends[place]) * 1_000_000_000)
        return translate("window", "{moment}\nsettled {rate}\npredicted {rate2}").format(
            moment=moment,
            rate=show.rate(float(self._rates[place])),
            rate2=show.rate(float(self._predicted[place])),
        )

    def draw_shapes(self, painter: QPainter, area: QRectF) -> None:
        """Fill a bar for every interval in view, and frame the running one."""
        first, last = self.box.viewRange()[0]
        start, stop = np.searchsorted(self._ends, first), np.searchsorted(self._begins, last)
        rates = self._rates[start:stop]
        lefts = np.maximum(self.x_of(self._begins[start:stop]), area.left())
        bars = self._bars(lefts, self.x_of(self._ends[start:stop]), rates)
        for bar, paid in zip(bars, (rates >= 0).tolist(), strict=True):
            painter.fillRect(bar, self._up if paid else self._down)
        series = self._series
        if series is None or series.next_funding_at is None or series.rate is None:
            return
        end = series.next_funding_at / 1e9
        edges = self.x_of(np.array([end - (series.interval_s or 0.0), end]))
        left, right = np.clip(edges, area.left(), area.right()).tolist()
        if right > left:
            bar = self._bars(np.array([left]), np.array([right]), np.array([series.rate]))[0]
            painter.fillRect(bar, self.theme.color("accent"))
            painter.fillRect(bar.adjusted(1, 1, -1, -1), self._ground)

    def draw_marks(self, painter: QPainter) -> None:
        """Draw the line of no funding."""
        area, zero = self.plot_area(), round(self.y_of(0.0))
        line = QRectF(area.left(), zero, area.width(), 1)
        painter.fillRect(line, self.theme.color("text_faint"))

    def _bars(self, lefts: Floats, rights: Floats, rates: Floats) -> list[QRect]:
        """Return the bars between `lefts` and `rights`, from zero to `rates`, in whole pixels."""
        zero = round(self.y_of(0.0))
        widths = np.maximum(np.rint((rights - lefts) * (1 - _GAP_SHARE)), 1.0)
        ends = self.ys_of(rates)
        tops, bottoms = np.minimum(ends, zero), np.maximum(ends, zero)
        heights = np.maximum(bottoms - tops, 1.0)
        table = np.column_stack((np.rint(lefts), tops, widths, heights)).astype(int)
        return [QRect(*row) for row in table.tolist()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many bars as there is room for."""
        super().resizeEvent(event)
        if getattr(self, "_series", None) is not None:
            self._fit()

    def _show_settled(self, series: Series) -> None:
        self._ends = np.array([at / 1e9 for at, _ in series.settled])
        self._rates = np.array([rate for _, rate in series.settled])
        self._begins, self._ends = bar_spans(self._ends, series.interval_s)
        self._predicted = np.array(predictions(series.settled, series.half_life))

    def _show_running(self, series: Series) -> None:
        points: list[tuple[float, float]] = []
        if len(self._ends):
            known = ~np.isnan(self._predicted[:-1])
            centres = (self._begins + self._ends) / 2
            points = list(zip(centres[known], self._predicted[:-1][known], strict=True))
        if series.next_funding_at is None or not series.interval_s:
            for item in (self._next, self._venue):
                item.setData([], [])
        else:
            end, interval = series.next_funding_at / 1e9, series.interval_s
            if len(self._ends):
                points.append((end - interval / 2, float(self._predicted[-1])))
            following = end + interval / 2
            for item, rate in (
                (self._next, series.predicted_rate),
                (self._venue, series.venue_predicted_rate),
            ):
                item.setData([] if rate is None else [following], [] if rate is None else [rate])
            if series.predicted_rate is not None:
                points.append((following, series.predicted_rate))
        self._line.setData(*(np.array(points).T if points else (np.empty(0), np.empty(0))))

    def _show_legend(self, series: Series) -> None:
        legend = [
            Legend("bar", "up", translate("window", "settled")),
            Legend("frame", "accent", translate("window", "running")),
            Legend("line", "target", translate("window", "EMA prediction")),
            Legend("dot", "target", translate("window", "next")),
        ]
        if series.venue_predicted_rate is not None:
            legend.append(Legend("dot", "index", translate("window", "venue's")))
        self.set_legend(legend)

    def _fit(self) -> None:
        series = self._series
        if series is None:
            return
        interval = series.interval_s or 28_800.0
        ends = [self._ends[-1]] if len(self._ends) else []
        if series.next_funding_at is not None:
            ends.append(series.next_funding_at / 1e9 + interval)
        if not ends:
            return
        if self.following:
            count = min(max(self.plot_area().width() / _PIXELS_A_BAR, _FEWEST), _MOST)
            right = max(ends) + 0.3 * interval
            self.box.setXRange(right - count * interval, right, padding=0)
        left = self.box.viewRange()[0][0]
        visible = self._ends >= left
        values = [0.0, *self._rates[visible], *self._predicted[:-1][visible]]
        values += [series.rate, series.predicted_rate, series.venue_predicted_rate]
        known = [value for value in values if value is not None and not np.isnan(value)]
        low, high = min(known), max(known)
        pad = 0.08 * (high - low) or 1e-5
        self.box.setYRange(low - (pad if low < 0 else 0), high + pad, padding=0)
