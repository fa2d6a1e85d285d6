"""Sentences that remember how they were made, so that an interface can say them in another language."""

from collections.abc import Mapping


class Text(str):
    """An English sentence: a template and the values in its gaps. To everybody else it is an ordinary `str`.

    template: the sentence with gaps, as `str.format` takes it. values: what fills them; a value may be a Text as well.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> "Text":
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, object]]:  # type: ignore[override]
        return self.template, self.values


def text(template: str, /, **values: object) -> Text:
    """The sentence with its gaps filled: text("{found} of {expected} frames", found=3, expected=9).

    The template must be a literal: that is how the translations find it. What is neither text nor a number (a path, an
    error) is kept as its `str`.
    """
    kept = {name: value if isinstance(value, str | int | float) else str(value) for name, value in values.items()}
    return Text(template, kept)
