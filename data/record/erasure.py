"""Files that have to go: written with the deletion that is the reason, done by the worker."""

from sqlmodel import Field, SQLModel


class Erasure(SQLModel, table=True):
    """One file, by its name below the installation's home."""

    id: int | None = Field(default=None, primary_key=True)
    file: str
