-- A copy of the database has to be given its own credentials.
DELETE FROM ir_config_parameter WHERE key = 'google_calendar_client_secret';
