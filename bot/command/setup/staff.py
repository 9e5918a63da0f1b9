"""`xiaoqing staff add` and `xiaoqing token add`: who may sign in, and which programs may call."""

import secrets
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.command import command_text
from bot.command.problem import Problem
from data.database import open_database
from data.record.account import Role
from data.settings import Settings
from handlers.account import accounts
from handlers.account.accounts import AccountError, Post

people = typer.Typer(help="工作台的账号。", no_args_is_help=True)
programs = typer.Typer(help="程序用的令牌。", no_args_is_help=True)
PEOPLE = (Role.STAFF, Role.REPRESENTATIVE, Role.UNIT, Role.CITY)
PROGRAMS = (*PEOPLE, Role.RESIDENT)

STAFF_HELP = """加一个能登录工作台（/staff）的账号，例：

xiaoqing staff add 小陈 --role staff --station 330102001
xiaoqing staff add 城管科 --role unit --unit T-CITY --station 330102001
xiaoqing staff add 王代表 --role representative --representative 330102001-1
xiaoqing staff add 市里 --role city

没给密码就编一个，只显示这一次。"""
PROGRAM_HELP = """加一个令牌，只打印令牌本身，例：xiaoqing token add 小程序 --role resident

有令牌的程序在请求里带上 Authorization: Bearer 令牌。"""

Named = Annotated[str, typer.Argument(help="名字")]
AsRole = Annotated[
    str, typer.Option("--role", help="角色：staff、representative、unit、city、resident")
]
AtStation = Annotated[str | None, typer.Option("--station", help="站点的区划代码")]
OfUnit = Annotated[str | None, typer.Option("--unit", help="承办单位代码，如 T-CITY")]
AsDeputy = Annotated[str | None, typer.Option("--representative", help="代表的代码")]


@people.command("add", help=STAFF_HELP)
def add_person(
    name: Named,
    role: AsRole = "staff",
    station: AtStation = None,
    unit: OfUnit = None,
    representative: AsDeputy = None,
    password: Annotated[
        str | None, typer.Option(envvar="XIAOQING_PASSWORD", help="密码，至少十个字符")
    ] = None,
) -> None:
    """An account for a person."""
    post = Post(_role(role, PEOPLE), station, unit, representative)
    secret = password or secrets.token_urlsafe(12)
    database = open_database(Settings())
    try:
        with database.transaction() as session:
            accounts.add_person(session, name, post, secret, datetime.now(UTC))
    except AccountError as error:
        raise _problem(error, name) from error
    finally:
        database.close()
    print(command_text.STAFF_ADDED.format(name=name))
    if not password:
        print(command_text.MADE_UP.format(password=secret))


@programs.command("add", help=PROGRAM_HELP)
def add_token(
    name: Named,
    role: AsRole,
    station: AtStation = None,
    unit: OfUnit = None,
    representative: AsDeputy = None,
) -> None:
    """An account for a program; prints the token alone."""
    post = Post(_role(role, PROGRAMS), station, unit, representative)
    database = open_database(Settings())
    try:
        with database.transaction() as session:
            token = accounts.add_token(session, name, post, datetime.now(UTC))
    except AccountError as error:
        raise _problem(error, name) from error
    finally:
        database.close()
    print(token)


def _role(name: str, allowed: tuple[Role, ...]) -> Role:
    if name not in allowed:
        raise Problem(command_text.BAD_ROLE.format(name=name, names="、".join(allowed)), 2)
    return Role(name)


def _problem(error: AccountError, name: str) -> Problem:
    return Problem(command_text.BAD_ACCOUNT[error.field].format(name=name), 2)
