"""Which commands does `flask --app wsgi` know? The tool shed: each command is a thin door to a verb or a question."""

from flask import Flask

from clauses.cli import (
    accounts,
    backups,
    bounces,
    database,
    demonstration,
    directory,
    exports,
    imports,
    reports,
    sealing,
    seed,
    verify,
    workers,
)


def attach(app: Flask) -> None:
    app.cli.add_command(accounts.invite_admin)
    app.cli.add_command(backups.backup_done)
    app.cli.add_command(backups.restore_tested)
    app.cli.add_command(bounces.bounces)
    app.cli.add_command(database.db_group)
    app.cli.add_command(demonstration.demo)
    app.cli.add_command(demonstration.accounts)
    app.cli.add_command(imports.import_decp)
    app.cli.add_command(exports.export_decp)
    app.cli.add_command(directory.import_siae)
    app.cli.add_command(directory.export_siae)
    app.cli.add_command(reports.report)
    app.cli.add_command(sealing.reseal)
    app.cli.add_command(seed.seed)
    app.cli.add_command(verify.invariants)
    app.cli.add_command(verify.rebuild)
    app.cli.add_command(verify.audit_group)
    app.cli.add_command(workers.worker)
    app.cli.add_command(workers.scheduler)
