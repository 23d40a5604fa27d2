// Asks for an address through the proxy that the environment names, as other programs do: http_proxy, https_proxy, and
// no_proxy with the names that are reached without (small letters or capital ones). Node's own `fetch` does not look.
import type { ProxyAgent } from "undici";

const agents = new Map<string, ProxyAgent>();

/** The proxy for an address; undefined when there is none. */
export function proxyFor(address: URL, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const value = (name: string): string => environment[name] ?? environment[name.toUpperCase()] ?? "";
  const proxy = value(address.protocol === "https:" ? "https_proxy" : "http_proxy");
  const direct = value("no_proxy").split(/[\s,]+/).some((entry) => isMeant(entry, address));
  return proxy === "" || direct ? undefined : proxy.includes("://") ? proxy : `http://${proxy}`;
}

/** An entry of no_proxy: `*`, or a host with all below it (a dot before it changes nothing), perhaps with a port. */
function isMeant(entry: string, { hostname, host }: URL): boolean {
  const name = entry.toLowerCase().replace(/^\*?\./, "");
  return name === "*" || (name !== "" && [hostname, host].some((own) => own === name || own.endsWith(`.${name}`)));
}

/** As the global `fetch`. */
export async function fetchAddress(
  address: string, init: { headers: Record<string, string>; signal: AbortSignal },
): Promise<Response> {
  const proxy = proxyFor(new URL(address));
  if (proxy === undefined) {
    return fetch(address, init);
  }
  const undici = await import("undici");
  // A proxy is asked for http addresses by their whole name: many allow CONNECT for https only.
  const dispatcher = agents.get(proxy) ?? new undici.ProxyAgent({ uri: proxy, proxyTunnel: false });
  agents.set(proxy, dispatcher);
  return await undici.fetch(address, { ...init, dispatcher }) as unknown as Response;
}
