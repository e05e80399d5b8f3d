"""Form widgets that browsers and French pages agree on."""

from django import forms


class DayInput(forms.DateInput):
    """The browser's own date picker. It wants ISO dates, whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    """The browser's own time picker."""

    input_type = "time"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class Segmented(forms.RadioSelect):
    """A few short choices side by side, as large as a thumb: <c-field> draws it."""
