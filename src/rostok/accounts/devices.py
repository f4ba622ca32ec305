"""What a browser calls itself, in words: «Яндекс Браузер, Windows»."""

# The first mark that is found names the browser: most call themselves Chrome and Safari besides.
BROWSERS = (
    ("YaBrowser", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("SamsungBrowser", "Samsung Internet"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "телефон iPhone"),
    ("iPad", "планшет iPad"),
    ("Android", "телефон или планшет Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_words(agent: str) -> str:
    browser = next((words for mark, words in BROWSERS if mark in agent), "Браузер")
    system = next((words for mark, words in SYSTEMS if mark in agent), "неизвестное устройство")
    return f"{browser}, {system}"
