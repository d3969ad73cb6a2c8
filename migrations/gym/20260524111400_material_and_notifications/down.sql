-- 20260524111400_material_and_notifications of gym, down.
-- It is exact:
-- if it is undone, all rows of public.assets are lost
-- if it is undone, all rows of public.attachments are lost
-- if it is undone, all rows of public.notifications are lost
-- if it is undone, all values of public.users.expo_push_token are lost
-- if it is undone, all values of public.users.migrated_at are lost

-- Columns
ALTER TABLE public.users RENAME COLUMN profile_picture TO picture;
ALTER TABLE public.users DROP COLUMN migrated_at;
ALTER TABLE public.users DROP COLUMN expo_push_token;

-- Tables
DROP TABLE public.notifications;
DROP TABLE public.attachments;
DROP TABLE public.assets;
