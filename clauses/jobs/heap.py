"""How does a process that lives long keep Python's collector from stopping it in the middle of a page?

The code, the mappings and the rules of the portal are four hundred thousand objects that live as long as the process.
The collector walks them all at each full turn, a quarter of a second during which somebody waits, and it turns after
every 700 objects made where one page makes tens of thousands. They are set aside once, when all is loaded; what is left
is looked at less often, in turns of ten milliseconds. A child that is forked later shares that memory untouched.
"""

import gc

from sqlalchemy.orm import configure_mappers

# Objects made and not let go before the young are looked at; then how many such turns before those a little older are,
# and how many of these before all of them are. Two million at most wait for the last: a few tens of heavy pages.
YOUNG, MIDDLE, OLD = 20_000, 10, 10


def settle() -> None:
    """All that is loaded now is there to stay. Once, before the first request or the first job."""
    configure_mappers()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
