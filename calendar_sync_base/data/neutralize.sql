-- A neutralized database talks to nobody: no tokens, no client secrets, no change channels.
UPDATE calendar_sync_account
   SET state = 'disconnected',
       access_token = NULL,
       refresh_token = NULL,
       token_expiry = NULL,
       database_uuid = NULL;
UPDATE calendar_sync_calendar
   SET channel_id = NULL,
       channel_resource = NULL,
       channel_token = NULL,
       channel_expiry = NULL;
DELETE FROM calendar_sync_notice;
DELETE FROM ir_config_parameter WHERE key LIKE '%\_calendar\_client\_secret';
