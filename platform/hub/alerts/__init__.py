"""What is late in the network, read from numbers alone: nothing is counted again because a day has passed."""

from hub.alerts.reading import Alert, alerts, counts, underfilled
from hub.alerts.words import summed, tell

__all__ = ["Alert", "alerts", "counts", "summed", "tell", "underfilled"]
