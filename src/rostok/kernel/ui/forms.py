"""Every form of the site is drawn by the kit: label, reason, error and control, tied together."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    form_template_name = "kernel/forms/form.html"
    field_template_name = "kernel/forms/field.html"
