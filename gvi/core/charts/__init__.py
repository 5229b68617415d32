"""Bar and line charts as SVG, drawn on the server; one function for the page and the PDF.

The SVG holds no script, no style and no id, so it passes the strictest policy and can stand
many times on one page. It is read in black and white: bars by their shade, lines by their
dashes and points. `<title>` is what a PDF reader says aloud, so it carries the message.
A chart never stands alone: the caller sets a table of the same figures beside it.
"""

from gvi.core.charts.drawing import bar_chart, line_chart
from gvi.core.charts.figures import Chart, Mark, Series

__all__ = ["Chart", "Mark", "Series", "bar_chart", "line_chart"]
