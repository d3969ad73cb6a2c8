DECLARE
  -- An auth schema other than Supabase's may have no such column.
  metadata jsonb := to_jsonb(NEW) -> 'raw_user_meta_data';
BEGIN
  PERFORM public.sync_profile_from_auth(
    NEW.id, NEW.email, metadata ->> 'full_name', metadata ->> 'avatar_url'
  );
  RETURN NULL;
END
