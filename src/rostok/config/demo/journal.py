from rostok.kernel.journal import kind

LOADED = kind(
    "demo.loaded",
    "Загружены вымышленные данные ({size}, {seed}): организаций {organisations}, людей {people}.",
)
