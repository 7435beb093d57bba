"""Reads the sources of generators: a query for each field of a model, or a program if no query can find the sources.

`read_project.py` describes how the scripts are joined.
"""

import contextlib
import datetime
import json
import os
import re
import sys
from urllib.parse import quote


class UnreachableError(Exception):
    """A required database cannot be reached, so the import cannot continue."""


class Sources:
    def __init__(self, near, check_storage):
        self.near = near
        self.check_storage = check_storage
        self.groups = {}
        # Groups of an earlier import whose model or field does not exist any more.
        self.gone = []
        # The addresses of databases and of the cache, by the variables that must contain them.
        self.addresses = {}

    def of(self, id):
        """Returns the names of the source groups of a generator."""
        from imagekit.registry import cachefile_registry, source_group_registry
        from imagekit.specs.sourcegroups import ImageFieldSourceGroup, SourceGroupFilesGenerator

        names = set()
        for files, ids in cachefile_registry._cachefiles.items():
            if id in ids and not isinstance(files, SourceGroupFilesGenerator):
                raise UnsupportedError("its cache files are registered with code")
        for group, ids in source_group_registry._source_groups.items():
            if id not in ids:
                continue
            if type(group) is not ImageFieldSourceGroup:
                kind = type(group)
                raise UnsupportedError("its source group %s.%s is the project's own" % (kind.__module__, kind.__qualname__))
            names.update(self.of_field(group.model_class, group.image_field))
        return sorted(names)

    def of_field(self, model, field):
        """Yields the name of a group for each table with the field. An abstract model has no table, but its subclasses have."""
        if not model._meta.abstract:
            if not hasattr(model, "objects"):
                raise UnsupportedError("%s has no manager called objects, with which its sources are found" % model._meta.label)
            name = "%s.%s" % (model._meta.label, field)
            if name not in self.groups:
                self.groups[name] = self.group(model, field)
            yield name
            # The rows of subclasses are also in this table. So stop here, unless a manager hides some rows.
            if not model.objects.all().query.where:
                return
        for subclass in model.__subclasses__():
            yield from self.of_field(subclass, field)

    def refresh(self, name):
        """Updates a group of an earlier import. If a registry cannot express the group any more, the group stays unchanged."""
        from django.apps import apps

        label, _, field = name.rpartition(".")
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            model = None
        if not hasattr(model, field):
            self.gone.append(name)
        elif name not in self.groups and hasattr(model, "objects"):
            try:
                self.groups[name] = self.group(model, field)
            except UnsupportedError:
                pass

    def group(self, model, field_name):
        from django.core.exceptions import FieldDoesNotExist
        from django.db import connections, models, router

        try:
            field = model._meta.get_field(field_name)
        except FieldDoesNotExist:
            return self.command(model, "i.%s for i in %%s.iterator()" % field_name, "f.name")
        if isinstance(field, models.FileField):
            self.check_storage(field.storage, "its sources, %s.%s, are" % (model._meta.label, field_name))
        connection = connections[router.db_for_read(model)]
        where, key = self.database(connection)
        query = self.query(connection, model, field_name) if where else None
        if not query:
            return self.command(model, "%%s.values_list(%r, flat=True).iterator()" % field_name, "f")
        return {key: where, "query": query}

    def database(self, connection):
        about = connection.settings_dict
        if connection.vendor == "sqlite":
            name = str(about["NAME"])
            if not name.startswith("file:") and ":memory:" not in name:
                return self.near(name), "sqlite"
        if connection.vendor == "postgresql":
            alias = re.sub(r"\W", "_", connection.alias).upper()
            variable = "DATABASE_URL" if alias == "DEFAULT" else alias + "_DATABASE_URL"
            host = about.get("HOST") or ""
            authority = "%s%s%s" % (
                about.get("USER") + "@" if about.get("USER") else "",
                "" if host.startswith("/") else host,
                ":%s" % about["PORT"] if about.get("PORT") and not host.startswith("/") else "",
            )
            at_socket = "?host=" + host if host.startswith("/") else ""
            self.addresses[variable] = "postgresql://%s/%s%s" % (authority, about.get("NAME") or "", at_socket)
            return "env:" + variable, "postgresql"
        return None, None

    def query(self, connection, model, field):
        """Returns the query of the model's manager for this column. Returns None if no row can match, if the query contains a
        time, or if only Django can run the query."""
        from django.core.exceptions import EmptyResultSet
        from django.db import DatabaseError, InterfaceError
        from django.db.models import F

        rows = model.objects.using(connection.alias).order_by()
        try:
            rows = rows.values(source=F(field))
        except ValueError:  # The model has a field called source.
            rows = rows.values_list(field)
        try:
            sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
            if any(is_moment(each) for each in parameters):
                return None
            if parameters:
                # Without this check, SQLite would create the database.
                if connection.vendor == "sqlite" and not os.path.exists(connection.settings_dict["NAME"]):
                    raise UnreachableError("the database %s is not there: migrate first" % connection.settings_dict["NAME"])
                with connection.cursor() as cursor:
                    if hasattr(connection.ops, "compose_sql"):
                        sql = connection.ops.compose_sql(sql, parameters)
                    else:
                        sql = connection.ops.last_executed_query(cursor, sql, parameters)
            needs_django = connection.vendor == "sqlite" and calls_django(connection.settings_dict["NAME"], sql)
            return None if needs_django else sql
        except (DatabaseError, InterfaceError) as error:
            if is_missing_table(error):
                raise UnsupportedError("the query of its sources needs a table that does not exist: migrate first (%s)" % error)
            alias = "the database \"%s\" of the site" % connection.alias
            raise UnreachableError("%s, which is asked for the query of %s: %s" % (alias, model._meta.label, error))
        except EmptyResultSet:
            return None

    def command(self, model, files, name):
        """Returns a command of the site's Python that prints the names of the files, one JSON object per line."""
        objects = "apps.get_model(%r).objects" % model._meta.label
        program = "; ".join(
            [
                "import json, os, sys",
                "sys.path.insert(0, %r)" % os.getcwd(),
                "os.environ['DJANGO_SETTINGS_MODULE'] = %r" % os.environ["DJANGO_SETTINGS_MODULE"],
                "import django",
                "django.setup()",
                "from django.apps import apps",
                "[print(json.dumps({'source': %s})) for f in (%s) if f]" % (name, files % objects),
            ]
        )
        return {"command": [sys.executable, "-c", program]}


def is_missing_table(error):
    return "no such table" in str(error) or getattr(error.__cause__, "sqlstate", None) == "42P01"


def calls_django(path, sql):
    """Returns whether a query of SQLite calls a function that only the connections of Django have, as the queries of
    `__regex` and `__month` do."""
    import sqlite3

    try:
        with contextlib.closing(sqlite3.connect("file:%s?mode=ro" % quote(str(path)), uri=True)) as connection:
            connection.execute("EXPLAIN " + sql)
    except sqlite3.Error as error:
        return "no such function" in str(error)
    return False


def is_moment(parameter):
    """Returns whether a parameter is a date or a time, which can be the time of the import."""
    if isinstance(parameter, str):
        return re.match(r"\d{4}-\d\d-\d\d", parameter) is not None
    return isinstance(parameter, (datetime.date, datetime.time))
