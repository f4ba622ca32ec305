from rostok.kernel.journal import kind

VERSION_STORED = kind(
    "packs.version_stored", "Принята редакция положения «{title}», версия {version}"
)
