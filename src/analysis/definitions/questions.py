"""Questions that a group should put: params/questions.yaml."""

from string import Formatter

from pydantic import Field, field_validator

from analysis.definitions.parameter_files import Definition

FIELDS = {"what"}


class Questions(Definition):
    """Who answers for a topic, and the question that a kind of finding raises.

    A question is a template in which {what} stands for the figures concerned. What a result asks is worded with it, in
    `analysis.words`.
    """

    partners: dict[str, str] = Field(default_factory=dict)
    findings: dict[str, str] = Field(default_factory=dict)

    @field_validator("findings")
    @classmethod
    def _all_ask(cls, templates: dict[str, str]) -> dict[str, str]:
        return {rule: check_template(template) for rule, template in templates.items()}


def check_template(template: str) -> str:
    """The template, if it asks something and has no field but {what}. Raises ValueError for any other."""
    unknown = {field for _, field, _, _ in Formatter().parse(template) if field is not None} - FIELDS
    if unknown:
        raise ValueError(f"no field {{{sorted(unknown)[0]}}} in a question; there is {{what}}")
    if not template.rstrip().endswith("?"):
        raise ValueError("a question ends with a question mark")
    return template
