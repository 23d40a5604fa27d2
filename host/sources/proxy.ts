// The proxy that the environment names, as other programs read it: http_proxy, https_proxy, all_proxy for both, and
// no_proxy with the names that are reached without (small letters or capital ones).
import type { Dispatcher } from "undici";
import { FetchFailure } from "./failure.js";

/** The proxy for an address; undefined when there is none. */
export function proxyFor(address: URL, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const value = (name: string): string => environment[name] || environment[name.toUpperCase()] || "";
  const proxy = value(address.protocol === "https:" ? "https_proxy" : "http_proxy") || value("all_proxy");
  const direct = value("no_proxy").split(/[\s,]+/).some((entry) => isMeant(entry, address));
  return proxy === "" || direct ? undefined : proxy.includes("://") ? proxy : `http://${proxy}`;
}

/** An entry of no_proxy: `*`, or a host with all below it (a dot before it changes nothing), perhaps with a port. */
function isMeant(entry: string, { hostname, host }: URL): boolean {
  const name = entry.toLowerCase().replace(/^\*?\./, "");
  return name === "*" || (name !== "" && [hostname, host].some((own) => own === name || own.endsWith(`.${name}`)));
}

/** What carries a request to an address, by the proxy or directly, on a connection of its own. */
export async function dispatcherFor(address: URL): Promise<Dispatcher> {
  const { Agent, Pool, ProxyAgent } = await import("undici");
  const proxy = proxyFor(address);
  if (proxy === undefined) {
    return new Agent({ pipelining: 0 });
  }
  if (!/^https?:\/\//i.test(proxy) || !URL.canParse(proxy)) {
    const scheme = /^(.*?):\/\//.exec(proxy)?.[1] ?? "";
    throw new FetchFailure("unreachable", `the proxy ${withoutPassword(proxy)} of the environment: ` +
      (/^socks/i.test(scheme) ? "SOCKS proxies are" : "such a proxy is") + " not supported: name a proxy that speaks " +
      "http in http_proxy and https_proxy, or the host in no_proxy");
  }
  // A proxy that closes the connection has failed; by the code of that error the library would ask it again for ever.
  class ProxyPool extends Pool {
    override async connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
      try {
        return await super.connect(options);
      } catch (error) {
        throw new Error("no tunnel", { cause: error });
      }
    }
  }
  // A proxy is asked for http addresses by their whole name: many allow CONNECT for https only.
  const clientFactory = (origin: URL, options: object): Dispatcher => new ProxyPool(origin, options);
  return new ProxyAgent({ uri: proxy, proxyTunnel: false, pipelining: 0, clientFactory });
}

/** A proxy's address for a message. */
export function withoutPassword(proxy: string): string {
  return proxy.replace(/\/\/[^@/]*@/, "//");
}
