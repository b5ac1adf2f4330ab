"""How many calls Graph grants an application, and each mailbox of it.

Calls in a batch count one by one. Of the four that a mailbox may have at once one is made: whoever
has an account has it alone. https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits
"""

from odoo.addons.calendar_sync_base.core.quota import Quota, Quotas

QUOTAS = Quotas(Quota(130_000, 10, burst=6_500), Quota(10_000, 600, burst=500))
