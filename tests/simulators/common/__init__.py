"""What every simulator is; ``google`` and ``microsoft`` hold what is different at each service.

``simulator`` puts the parts together: ``world`` (state and time), ``server`` (HTTP), ``recording``
(journal and faults), ``control_api`` with its client ``control``, ``pages`` (for people),
``posting`` (notifications), ``state`` (a file that survives a restart), ``main`` (the program).
"""
