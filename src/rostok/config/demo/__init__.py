"""Made-up people for the five systems: `load_demo`. Importing it registers the personas."""

from rostok.config.demo.loading import SEED, Summary, load_demo
from rostok.config.demo.plans import SIZES, Size

__all__ = ["SEED", "SIZES", "Size", "Summary", "load_demo"]
