"""A language that somebody speaks is called by its name, and by its tag where we have none."""

from fieldwalk.text.spoken import spoken


def test_a_language_is_called_by_its_name() -> None:
    assert spoken("so", "sv") == "somaliska"
    assert spoken("ar-SY", "en") == "Arabic"


def test_a_language_without_a_name_is_called_by_its_tag() -> None:
    assert spoken("wo", "sv") == "wo"
