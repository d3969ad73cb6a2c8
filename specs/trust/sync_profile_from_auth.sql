INSERT INTO public.profiles AS known (id, email, display_name, avatar_url)
VALUES (
  sync_profile_from_auth.id,
  sync_profile_from_auth.email,
  sync_profile_from_auth.display_name,
  sync_profile_from_auth.avatar_url
)
ON CONFLICT (id) DO UPDATE SET
  email = excluded.email,
  display_name = coalesce(known.display_name, excluded.display_name),
  avatar_url = coalesce(known.avatar_url, excluded.avatar_url)
