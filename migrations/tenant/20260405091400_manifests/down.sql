-- 20260405091400_manifests of tenant, down.
-- It is exact:
-- if it is undone, all rows of public.manifests are lost
-- if it is undone, all rows of public.shadow_states are lost

-- Tables
DROP TABLE public.shadow_states;
DROP TABLE public.manifests;

-- Functions
DROP FUNCTION public.shadow_resources_assert_0c09a363(jsonb, text, text, text);
DROP FUNCTION public.manifest_content_assert_5262502f(jsonb, text, text, text);
DROP FUNCTION public.shadow_resources_why_0c09a363(jsonb, text);
DROP FUNCTION public.shadow_resources_ok_0c09a363(jsonb);
DROP FUNCTION public.manifest_content_why_5262502f(jsonb, text);
DROP FUNCTION public.manifest_content_ok_5262502f(jsonb);
