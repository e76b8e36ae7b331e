/** Fetches of real servers behind TLS, found by a real DNS server, both of this machine. */
import { createServer } from "node:net";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";

import {
  json,
  startDocumentServer,
  type Answerer,
  type DocumentServer,
} from "@/testing/network/document-server";

import { FETCH_BYTES_MAX, fetchGuarded, type FetchGuard } from "./guarded-fetch";

/** For tests that wait until a fetch has waited as long as it does. */
const PATIENCE_MS = 30_000;

let server: DocumentServer;
let guard: FetchGuard;
beforeAll(async () => {
  server = await startDocumentServer();
  guard = {
    servers: [server.dns.address],
    allowedRanges: ["127.0.0.1"],
    authorities: [readFileSync(server.settings.FETCH_CA_FILE, "utf8")],
  };
});
afterAll(() => server.stop());
beforeEach(() => {
  server.asked.length = 0;
});

const at = (path: string, name = "agent.example") => new URL(`https://${name}:${server.port}${path}`);
const answer =
  (status: number, headers: Readonly<Record<string, string>>, body: string | Buffer = "{}"): Answerer =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);
const JSON_TYPE = { "Content-Type": "application/json" };
const inZone = (name: string, ...addresses: (readonly string[])[]) => {
  server.dns.zone.set(name, { addresses });
  return at("/page", name);
};
const strict = () => ({ ...guard, allowedRanges: [] });
const refused = (fault: string) => ({ ok: false, fault });

async function fetchPage(page: Answerer) {
  server.pages.set("/page", page);
  return fetchGuarded(at("/page"), guard);
}

describe("a fetch of what somebody else names", () => {
  it("gives the document, with how long it may be kept, and sends nothing of ours along", async () => {
    let sent: NodeJS.Dict<string | string[]> = {};
    const fetched = await fetchPage((request, response) => {
      sent = request.headers;
      response.writeHead(200, { ...JSON_TYPE, "Cache-Control": "max-age=60" }).end('{"name":"bücher"}');
    });
    expect(fetched).toEqual({ ok: true, text: '{"name":"bücher"}', cacheControl: "max-age=60" });
    expect(Object.keys(sent).toSorted()).toEqual([
      "accept",
      "accept-encoding",
      "connection",
      "host",
      "user-agent",
    ]);
    expect(sent["host"]).toBe(server.host);
  });

  it.each([
    "application/json; charset=utf-8",
    'application/json;charset="UTF-8"',
    "Application/JSON",
    "application/client-metadata+json",
  ])("takes %s", async (type) => {
    expect(await fetchPage(answer(200, { "Content-Type": type }))).toMatchObject({ ok: true });
  });

  it.each([
    "text/html",
    "text/plain",
    "application/json; charset=latin1",
    "application/jsonp",
    "application/xml",
    "",
  ])("takes no %s", async (type) => {
    expect(await fetchPage(answer(200, type === "" ? {} : { "Content-Type": type }))).toEqual(
      refused("other_type"),
    );
  });

  it.each([301, 302, 303, 307, 308])("follows no redirect: %d", async (status) => {
    server.pages.set("/elsewhere", json({ reached: true }));
    const page = answer(status, { ...JSON_TYPE, Location: at("/elsewhere").href });
    expect(await fetchPage(page)).toEqual(refused("redirected"));
    expect(server.asked).toEqual(["/page"]);
  });

  it.each([201, 204, 206, 401, 404, 500, 503])("takes no answer %d", async (status) => {
    expect(await fetchPage(answer(status, JSON_TYPE, ""))).toEqual(refused("other_status"));
  });

  it("takes no body that is packed", async () => {
    const page = answer(200, { ...JSON_TYPE, "Content-Encoding": "gzip" }, gzipSync("{}"));
    expect(await fetchPage(page)).toEqual(refused("other_type"));
  });

  it("takes a document of just its largest size", async () => {
    const text = `"${"a".repeat(FETCH_BYTES_MAX - 2)}"`;
    expect(await fetchPage(answer(200, JSON_TYPE, text))).toMatchObject({ ok: true, text });
  });

  it("takes no larger one, whether or not it says so beforehand, and reads no further", async () => {
    const large = "a".repeat(FETCH_BYTES_MAX + 1);
    expect(
      await fetchPage(answer(200, { ...JSON_TYPE, "Content-Length": String(large.length) }, large)),
    ).toEqual(refused("too_large"));
    const closed = new Promise<void>((done) => {
      server.pages.set("/endless", (_, response) => {
        response.writeHead(200, JSON_TYPE);
        const write = () => {
          while (response.write("a".repeat(8_192)));
        };
        response.on("drain", write);
        response.on("close", done);
        write();
      });
    });
    expect(await fetchGuarded(at("/endless"), guard)).toEqual(refused("too_large"));
    await closed;
  });

  it("takes no body that ends before it is whole, or is no UTF-8", async () => {
    const cut: Answerer = (_, response) => {
      response.writeHead(200, { ...JSON_TYPE, "Content-Length": "20" });
      response.write('{"a":1', () => response.destroy());
    };
    expect(await fetchPage(cut)).toEqual(refused("unreachable"));
    expect(await fetchPage(answer(200, JSON_TYPE, Buffer.from([0x22, 0xff, 0x22])))).toEqual(
      refused("not_text"),
    );
  });

  it("takes no header without an end", async () => {
    expect(await fetchPage(answer(200, { ...JSON_TYPE, "X-Long": "a".repeat(40_000) }))).toEqual(
      refused("unreachable"),
    );
  });

  it(
    "waits a bounded time for a server that says nothing, or says it slowly",
    async () => {
      server.pages.set("/silent", () => undefined);
      server.pages.set("/slow", (_, response) => {
        response.writeHead(200, JSON_TYPE);
        response.write("{");
      });
      const both = await Promise.all([fetchGuarded(at("/silent"), guard), fetchGuarded(at("/slow"), guard)]);
      expect(both).toEqual([refused("too_slow"), refused("too_slow")]);
    },
    PATIENCE_MS,
  );

  it(
    "waits as long for DNS, and for a server that never begins with TLS",
    async () => {
      server.dns.zone.set("silent.example", "silence");
      const mute = createServer(() => undefined).listen(0, "127.0.0.1");
      onTestFinished(() => void mute.close());
      await once(mute, "listening");
      const address = mute.address();
      const port = typeof address === "object" ? address?.port : 0;
      const [dns, tls] = await Promise.all([
        fetchGuarded(new URL("https://silent.example/a"), guard),
        fetchGuarded(new URL(`https://agent.example:${port}/a`), guard),
      ]);
      expect(["no_address", "too_slow"]).toContain(dns.ok ? "" : dns.fault);
      expect(tls).toEqual(refused("too_slow"));
    },
    PATIENCE_MS,
  );
});

describe("where a fetch goes", () => {
  it.each([
    ["of this machine", ["127.0.0.1"]],
    ["of this machine by IPv6", ["::1"]],
    ["of the network here", ["10.0.0.7"]],
    ["of a cloud's metadata", ["169.254.169.254"]],
    ["of this machine, mapped", ["::ffff:127.0.0.1"]],
    ["of this machine, translated", ["64:ff9b::7f00:1"]],
    ["unspecified", ["0.0.0.0"]],
    ["public and private at once", ["1.1.1.1", "192.168.0.1"]],
    ["public by IPv4 and local by IPv6", ["1.1.1.1", "fe80::1"]],
  ])("is no address %s: nothing is connected to", async (_, addresses) => {
    const before = server.connections();
    expect(await fetchGuarded(inZone("inner.example", addresses), strict())).toEqual(refused("not_public"));
    expect(server.connections()).toBe(before);
  });

  it("is the address that was judged, whatever DNS says a moment later", async () => {
    // Judged as what may be connected to; asked again it would be an address where nobody is.
    const rebinding = inZone("rebinding.example", ["127.0.0.1"], ["127.0.0.2"]);
    const before = server.connections();
    // The server was reached, and shows the certificate of another name.
    expect(await fetchGuarded(rebinding, guard)).toEqual(refused("unreachable"));
    expect(server.connections()).toBe(before + 1);
    // The other way round it is refused by what it was when it was judged.
    const turned = inZone("turned.example", ["127.0.0.2"], ["127.0.0.1"]);
    expect(await fetchGuarded(turned, guard)).toEqual(refused("not_public"));
  });

  it("follows an alias to addresses that are judged like any others", async () => {
    server.dns.zone.set("alias.example", { cname: "inner.example" });
    inZone("inner.example", ["10.0.0.7"]);
    expect(await fetchGuarded(at("/page", "alias.example"), strict())).toEqual(refused("not_public"));
  });

  it.each(["nobody.example", "broken.example"])("is nowhere for %s", async (name) => {
    server.dns.zone.set("broken.example", "SERVFAIL");
    expect(await fetchGuarded(at("/page", name), guard)).toEqual(refused("no_address"));
  });

  it("is no server whose certificate is another's, or nobody's", async () => {
    server.pages.set("/page", json({}));
    // The certificate is agent.example's.
    expect(await fetchGuarded(inZone("other.example", ["127.0.0.1"]), guard)).toEqual(refused("unreachable"));
    const { authorities: _, ...public_ } = guard;
    expect(await fetchGuarded(at("/page"), public_)).toEqual(refused("unreachable"));
    expect(server.asked).toEqual([]);
  });

  it("is no address that needs no DNS, and none without TLS", async () => {
    const before = server.connections();
    for (const text of [
      `https://127.0.0.1:${server.port}/page`,
      `https://[::1]:${server.port}/page`,
      `http://${server.host}/page`,
    ]) {
      expect(await fetchGuarded(new URL(text), guard)).toEqual(refused("not_public"));
    }
    expect(server.connections()).toBe(before);
  });
});
