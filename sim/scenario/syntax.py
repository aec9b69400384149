"""What plain scalars of YAML mean, and what is wrong with text that is not YAML, in a planner's words.

Owns the meaning of one unquoted scalar, and the wording and place of syntax faults and hidden characters;
`document` reads whole files with it.
"""

import re

import yaml

LARGEST_INT = 2**64

_INT = re.compile(r"[-+]?[0-9]+")
_BASE_INT = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_HIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_WORDING = (
    ("mapping values are not allowed", "a second ':' in this line; text that contains ': ' needs quotes"),
    (
        "could not find expected ':'",
        "a line without ':' among keys; a key and its value look like \"key: value\"",
    ),
    ("expected <block end>", "this line does not line up with the lines above; check its indentation"),
    ("expected ',' or '}'", "a ',' or the closing '}' is missing before this"),
    ("expected ',' or ']'", "a ',' or the closing ']' is missing before this"),
    ("found duplicate anchor", "this anchor is defined twice"),
    ("but found another document", "a second document starts here; a file holds one"),
    (
        "found unknown escape character",
        "in \"double quotes\" a backslash needs doubling; or use 'single quotes'",
    ),
    ("expected the node content", "a key or a value is missing before this"),
    ("sequence entries are not allowed", "a list item (-) cannot stand here; start it on its own line"),
    ("found undefined tag handle", "YAML tags are not allowed; text that starts with '!' needs quotes"),
)


def resolve_scalar(text: str) -> str | int | float | bool | None:
    """Return what a plain (unquoted) scalar means in the YAML 1.2 core schema.

    Args:
        text: The scalar as written.

    Returns:
        None, a bool, an int, a finite float, or the text itself.

    Raises:
        ValueError: If it is a number that is not finite, or a whole number of 2^64 or more in size.

    >>> [resolve_scalar(text) for text in ("10:30", "NO", "010", "1e3", "true", "~")]
    ['10:30', 'NO', 10, 1000.0, True, None]
    """
    if text in _WORDS:
        return _WORDS[text]
    if _BASE_INT.fullmatch(text):
        return _bounded(int(text, 0) if len(text) < 30 else LARGEST_INT)
    if _INT.fullmatch(text):
        return _bounded(int(text) if len(text.lstrip("+-0")) < 30 else LARGEST_INT)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if number in (float("inf"), float("-inf")):
            raise ValueError("the number is too large")
        return number
    if _NOT_FINITE.fullmatch(text):
        raise ValueError("a number must be finite")
    return text


def hidden_character(text: str) -> tuple[int, int, str] | None:
    """Find the first character that no editor shows and that would upset lines or columns.

    Args:
        text: The text of a file, without a byte-order mark.

    Returns:
        Line and column from 1, and a message; None when there is none.
    """
    match = _HIDDEN.search(text)
    if match is None:
        return None
    line, column = place_of(text, match.start())
    return line, column, f"the hidden character U+{ord(match[0]):04X} cannot be used; delete it"


def place_of(text: str, index: int) -> tuple[int, int]:
    """Return line and column, both from 1, of a character by its index in the text."""
    before = re.split(r"\r\n|\r|\n", text[:index])
    return len(before), len(before[-1]) + 1


def syntax_fault(error: Exception, text: str) -> tuple[int, int, str]:
    """Return line, column and message for what the parser raised.

    Args:
        error: A YAMLError, or a ValueError or OverflowError out of an escape such as "\\UFFFFFFFF".
        text: The text that was parsed.

    Returns:
        Line and column from 1 (0, 0 when the parser does not know), and the message.
    """
    if not isinstance(error, yaml.MarkedYAMLError):
        return 0, 0, "the text after this has an escape (\\x, \\u or \\U) that stands for no character"
    mark = error.problem_mark or error.context_mark
    problem = error.problem or ""
    if mark is None:
        return 0, 0, f"this is not YAML: {problem}"
    if "unexpected end of stream" in problem and error.context_mark is not None:
        mark = error.context_mark
        return mark.line + 1, mark.column + 1, "this quote is never closed"
    if "could not find expected ':'" in problem and error.context_mark is not None:
        mark = error.context_mark
    character = text[mark.index : mark.index + 1]
    return mark.line + 1, mark.column + 1, _message(problem, error.context or "", character)


def _message(problem: str, context: str, character: str) -> str:
    if "cannot start any token" in problem:
        if character == "\t":
            return "a tab cannot be used here; use spaces"
        return f"text that starts with {character} needs quotes"
    if "alias" in context or "anchor" in context:
        return "text that starts with * or & needs quotes"
    if "directive" in context:
        return "a line that starts with % needs quotes"
    for part, wording in _WORDING:
        if part in problem:
            return wording
    return f"this is not YAML: {problem}"


def _bounded(number: int) -> int:
    if abs(number) >= LARGEST_INT:
        raise ValueError("the number is too large")
    return number
