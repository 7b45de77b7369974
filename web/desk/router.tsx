/** Client-side paths below /desk/d/{slug}: links, navigation and the current place. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type AnchorHTMLAttributes, type ReactNode } from "react";

export type Place = { path: string; query: URLSearchParams };
type Router = Place & { slug: string; root: string; go: (to: string) => void };

const [, slug = ""] = /^\/desk\/d\/([^/]+)/.exec(location.pathname) ?? [];
const root = `/desk/d/${slug}`;

function here(): Place {
  const path = location.pathname.slice(root.length).replace(/\/+$/, "") || "/";
  return { path, query: new URLSearchParams(location.search) };
}

const Context = createContext<Router>({ ...here(), slug, root, go: () => undefined });

export function RouterProvider({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const move = () => { setPlace(here()); };
    addEventListener("popstate", move);
    return () => { removeEventListener("popstate", move); };
  }, []);
  const go = useCallback((to: string) => {
    history.pushState(null, "", withLanguage(to));
    setPlace(here());
    scrollTo(0, 0);
  }, []);
  const router = useMemo(() => ({ ...place, slug: decodeURIComponent(slug), root, go }), [place, go]);
  return <Context value={router}>{children}</Context>;
}

export function useRouter(): Router {
  return useContext(Context);
}

// The language lives in the address, so every step takes it along.
function withLanguage(to: string): string {
  const url = new URL(root + to, location.origin);
  const language = new URLSearchParams(location.search).get("lang");
  if (language && !url.searchParams.has("lang")) url.searchParams.set("lang", language);
  return url.pathname + url.search;
}

export function Link({ to, children, ...rest }: { to: string; children: ReactNode } & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href">) {
  const { go } = useRouter();
  return (
    <a
      {...rest}
      href={withLanguage(to)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}

/** The values of a pattern such as "/surveys/:id", or null when the path is another. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const found = new RegExp(`^${pattern.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`).exec(path);
  return found ? Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)])) : null;
}
