"""Has anything changed at a place since it was last looked at? One mark a place, another one after each change.

A mark is drawn by chance, never counted: a database put back from a copy gives back the marks of that copy, and the same
mark never stands for two states.
"""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from clauses.extensions import Base


class Stamp(Base):
    """The mark of a place: an organization, a territory, an account, the region, or everything."""

    __tablename__ = "stamp"

    place: Mapped[str] = mapped_column(String(40), primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger)
