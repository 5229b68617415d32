"""How every form looks: `{{ form }}` and `{{ field.as_field_group }}` give our markup.

Named in settings as FORM_RENDERER. Forms stay plain `forms.Form` with plain fields.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField as DjangoBoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

OWN_TEMPLATES = {
    "django/forms/widgets/radio.html": "components/form/radios.html",
    "django/forms/widgets/checkbox_select.html": "components/form/checkboxes.html",
}
# What the browser's own pickers want: ISO 8601, whatever the language.
PICKERS = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.TimeInput: ("time", "%H:%M"),
}
NARROW = "govuk-input--width-10"


class LargeRadios(forms.RadioSelect):
    """Answers large enough for a thumb, for what is logged standing up."""

    template_name = "components/form/large.html"


class InlineRadios(forms.RadioSelect):
    """Two or three short answers side by side: yes, no."""

    template_name = "components/form/inline.html"


class BoundField(DjangoBoundField):
    """A field that knows its shape on the page, its classes and the words of its errors."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        picker = PICKERS.get(type(field.widget))
        if picker:
            field.widget.input_type, field.widget.format = picker
        field.widget.attrs.pop("placeholder", None)  # it vanishes when one begins to write

    @cached_property
    def shape(self) -> str:
        """Which markup stands around the widget."""
        match self.field.widget:
            case forms.RadioSelect() | forms.CheckboxSelectMultiple():
                return "choices"
            case forms.CheckboxInput():
                return "checkbox"
            case forms.PasswordInput():
                return "password"
            case forms.Textarea() if self.limit:
                return "counted"
        return "plain"

    @property
    def limit(self) -> int | None:
        """The most characters a long answer may have."""
        return getattr(self.field, "max_length", None)

    @property
    def first_id(self) -> str:
        """Where a link in the error summary lands."""
        return f"{self.auto_id}_0" if self.shape == "choices" else self.id_for_label

    @property
    def messages(self) -> list[str]:
        """The same words beside the field and in the summary; an empty answer is named."""
        return [
            self._asking() if error.code == "required" else text
            for error in self.errors.as_data()
            for text in error.messages
        ]

    def _asking(self) -> str:
        if self.shape == "checkbox":
            return _("Tick “%(label)s” to go on.") % {"label": self.label}
        if self.shape == "choices" or isinstance(self.field, forms.ChoiceField):
            return _("Choose an answer to “%(label)s”.") % {"label": self.label}
        return _("Fill in “%(label)s”.") % {"label": self.label}

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        names = _classes(widget)
        if not names or widget.is_hidden:
            return built
        if self.errors:
            names = [*names, f"{names[0]}--error"]
        if self.shape == "counted":
            names = [*names, "govuk-js-character-count"]
            told = str(built.get("aria-describedby") or "")
            built["aria-describedby"] = f"{told} {self.auto_id}-info".strip()
        given = [widget.attrs.get("class"), built.get("class")]
        built["class"] = " ".join([*names, *filter(None, given)])
        return built


def _classes(widget: forms.Widget) -> list[str]:
    match widget:
        case forms.RadioSelect() | forms.CheckboxSelectMultiple():
            return []
        case forms.CheckboxInput():
            return ["govuk-checkboxes__input"]
        case forms.FileInput():
            return ["govuk-file-upload"]
        case forms.Select():
            return ["govuk-select"]
        case forms.Textarea():
            return ["govuk-textarea"]
        case forms.PasswordInput():
            return ["govuk-input", "govuk-password-input__input", "govuk-js-password-input-input"]
        case forms.DateInput() | forms.DateTimeInput() | forms.TimeInput():
            return ["govuk-input", NARROW]
    return ["govuk-input"]


class Renderer(TemplatesSetting):
    """Django's own renderer, with our templates in place of some of its."""

    form_template_name = "components/form/form.html"
    formset_template_name = "components/form/formset.html"
    field_template_name = "components/form/field.html"
    bound_field_class = BoundField

    def get_template(self, template_name: str) -> Any:
        return super().get_template(OWN_TEMPLATES.get(template_name, template_name))
