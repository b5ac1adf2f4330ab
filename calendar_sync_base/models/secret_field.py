"""A column whose value leaves the server through nothing that can be called from outside.

`groups=NO_ACCESS` keeps everybody out but code that runs as the superuser; these keep out as well
what the superuser calls: reading, exporting, grouping, and guessing letter by letter.
"""

from odoo import fields, models
from odoo.exceptions import AccessError

EXACT = {"=", "!=", "in", "not in"}


class SecretChar(fields.Char):
    """A text that only the server's own code uses, as an attribute of the record."""

    def convert_to_read(self, value, record, use_display_name=True):
        """Tell nothing."""
        return False

    def convert_to_export(self, value, record):
        """Tell nothing."""
        return ""

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        """Find only by the whole secret; refuse what would show it bit by bit."""
        if operator not in EXACT:
            raise AccessError(model.env._("A secret cannot be searched for."))
        return super().condition_to_sql(field_expr, operator, value, model, alias, query)


class CalendarSyncSecrets(models.AbstractModel):
    """Refuses to group or aggregate by a secret."""

    _name = "calendar.sync.secrets"
    _description = "Keeps Secrets"

    def _read_group_groupby(self, alias, groupby_spec, query):
        self._refuse_secret(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        self._refuse_secret(aggregate_spec)
        return super()._read_group_select(aggregate_spec, query)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        self._refuse_secret(field_name)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    def _refuse_secret(self, spec):
        name = spec.partition(":")[0].partition(".")[0]
        if isinstance(self._fields.get(name), SecretChar):
            raise AccessError(self.env._("A secret cannot be grouped or sorted by."))
