"""What a text tells: a bare number would be met in the numbers of rows and in tokens too."""

import re


def tells_year(text: object, year: int) -> bool:
    """Whether some date of this year stands in the text, as people or as machines write it."""
    return (
        re.search(rf"(?:\.|[а-я]\s){year}(?!\d)|(?<!\d){year}(?:-\d\d|\sгод)", str(text))
        is not None
    )
