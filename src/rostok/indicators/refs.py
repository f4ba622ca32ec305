from rostok.indicators import permissions
from rostok.indicators.models import DataForm
from rostok.kernel.refs import RefKind, kinds

kinds.add(
    "data_form",
    RefKind(
        "data_form",
        DataForm,
        "Форма отчётных показателей",
        permissions.VIEW,
        lambda form: form.get_absolute_url(),
    ),
    origin="indicators",
)
