// A server of other people's making (Fedify), which follows, posts, reports and blocks. It checks the
// signatures of all that Kumki sends, and Kumki checks its own.
//
// It says which port it listens at, and reads from standard input what it has to know of Kumki.

const http = require("node:http");
const net = require("node:net");
const readline = require("node:readline");
const { Agent, setGlobalDispatcher } = require("undici");
const fedify = require("@fedify/fedify");

const DOMAIN = "peer.test";
const NAME = "pia";
const PATIENCE = 60_000;

const {
  Accept, Block, Create, Delete, Endpoints, Flag, Follow, Like, MemoryKvStore, Note, Person,
  PUBLIC_COLLECTION, Reject, Tombstone, Undo, Update,
} = fedify;

/** What has come, in the order in which it came. */
const heard = [];
const notes = new Map();

async function waitFor(what, look) {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const found = await look();
    if (found) return found;
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error(`still waiting for this: ${what}`);
}

function check(what, holds) {
  if (!holds) throw new Error(`this does not hold: ${what}`);
}

function build(pair) {
  const federation = fedify.createFederation({
    kv: new MemoryKvStore(),
    allowPrivateAddress: true,
  });
  federation
    .setActorDispatcher("/users/{identifier}", async (context, identifier) => {
      if (identifier !== NAME) return null;
      const keys = await context.getActorKeyPairs(identifier);
      return new Person({
        id: context.getActorUri(identifier),
        preferredUsername: identifier,
        name: "Pia",
        inbox: context.getInboxUri(identifier),
        endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
        publicKey: keys[0].cryptographicKey,
        assertionMethods: keys.map((it) => it.multikey),
      });
    })
    .setKeyPairsDispatcher(() => [pair]);
  federation.setObjectDispatcher(Note, "/users/{identifier}/notes/{id}", (_, { id }) => {
    return notes.get(id) ?? null;
  });
  const listener = federation.setInboxListeners("/users/{identifier}/inbox", "/inbox");
  for (const kind of [Accept, Block, Create, Delete, Flag, Follow, Like, Reject, Undo, Update]) {
    listener.on(kind, async (context, activity) => {
      heard.push(activity);
      if (activity instanceof Follow) {
        const accept = new Accept({
          id: new URL(`https://${DOMAIN}/accepts/${heard.length}`),
          actor: context.getActorUri(NAME),
          object: activity,
        });
        await context.sendActivity({ identifier: NAME }, await activity.getActor(context), accept);
      }
    });
  }
  return federation;
}

function listen(federation) {
  const server = http.createServer(async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const hasBody = !["GET", "HEAD"].includes(incoming.method);
    const request = new Request(`https://${incoming.headers.host}${incoming.url}`, {
      method: incoming.method,
      headers: incoming.headers,
      body: hasBody ? Buffer.concat(chunks) : undefined,
    });
    const response = await federation.fetch(request, { contextData: undefined });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  return new Promise((go) => server.listen(0, "127.0.0.1", () => go(server)));
}

/** Kumki is called by a name of the great world, and is on this machine. */
function lead(domain, port) {
  const connect = (options, done) => {
    if (options.hostname !== domain) return done(new Error(`${options.hostname} is nowhere`));
    const socket = net.connect(port, "127.0.0.1", () => done(null, socket));
    socket.once("error", (error) => done(error));
  };
  setGlobalDispatcher(new Agent({ connect }));
}

/** The API, as an app calls it. */
function api({ port }, token) {
  return (method, path, body) =>
    new Promise((go, fail) => {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const request = http.request({ port, host: "127.0.0.1", method, path, headers }, (answer) => {
        let text = "";
        answer.on("data", (chunk) => (text += chunk));
        answer.on("end", () => {
          if (answer.statusCode >= 300) return fail(new Error(`${path}: ${answer.statusCode} ${text}`));
          go(text ? JSON.parse(text) : null);
        });
      });
      request.on("error", fail);
      request.end(body && JSON.stringify(body));
    });
}

function last(kind, also = () => true) {
  return heard.findLast((it) => it instanceof kind && also(it));
}

async function play(federation, given) {
  const context = federation.createContext(new URL(`https://${DOMAIN}`), undefined);
  const ann = api(given, given.tokens.ann);
  const moderator = api(given, given.tokens.mira);
  const pia = context.getActorUri(NAME);
  const annUri = new URL(`https://${given.domain}/users/ann`);
  const annActor = await fedify.lookupObject(annUri, context);
  check("the account of ann can be read", annActor instanceof Person);
  const handle = await fedify.lookupObject(`@ann@${given.domain}`, context);
  check("and is found by its handle", handle?.id?.href === annUri.href);
  const send = (activity) => context.sendActivity({ identifier: NAME }, annActor, activity);
  const name = (path) => new URL(`https://${DOMAIN}/${path}`);
  const home = () => ann("GET", "/api/v1/timelines/home");

  // Following, there and back.
  const found = await ann("GET", `/api/v2/search?q=@${NAME}@${DOMAIN}&resolve=true`);
  const seen = found.accounts[0];
  check("the peer is found", seen?.acct === `${NAME}@${DOMAIN}`);
  await ann("POST", `/api/v1/accounts/${seen.id}/follow`);
  const relationship = async () => (await ann("GET", `/api/v1/accounts/relationships?id[]=${seen.id}`))[0];
  await waitFor("the peer lets ann follow", async () => (await relationship()).following);
  await send(new Follow({ id: name("follows/1"), actor: pia, object: annUri }));
  await waitFor("ann lets the peer follow", () => last(Accept));
  check("ann has a follower", (await relationship()).followed_by);

  // Posts of the peer.
  const note = (content) =>
    new Note({
      id: context.getObjectUri(Note, { identifier: NAME, id: "1" }),
      attribution: pia,
      content,
      to: PUBLIC_COLLECTION,
      published: Temporal().Now.instant(),
    });
  notes.set("1", note("<p>From afar</p>"));
  const create = { id: name("creates/1"), actor: pia, object: notes.get("1"), to: PUBLIC_COLLECTION };
  await send(new Create(create));
  const shown = await waitFor("her post is at home", async () => (await home())[0]);
  check("it says what she said", shown.content.includes("From afar"));
  await ann("POST", `/api/v1/statuses/${shown.id}/favourite`);
  await waitFor("she hears that ann likes it", () => last(Like));
  const changed = note("<p>From very far</p>").clone({ updated: Temporal().Now.instant() });
  await send(new Update({ id: name("updates/1"), actor: pia, object: changed, to: PUBLIC_COLLECTION }));
  await waitFor("the change is seen", async () => (await home())[0].content.includes("very far"));
  const tombstone = new Tombstone({ id: notes.get("1").id });
  await send(new Delete({ id: name("deletes/1"), actor: pia, object: tombstone, to: PUBLIC_COLLECTION }));
  await waitFor("its end is seen", async () => (await home()).length === 0);

  // Posts of ann.
  const posted = await ann("POST", "/api/v1/statuses", { status: "Hello there" });
  const created = await waitFor("ann's post arrives", () => last(Create));
  const object = await created.getObject(context);
  check("it is a note", object instanceof Note && object.id.href === posted.uri);
  check("it says what ann said", String(object.content).includes("Hello there"));
  await ann("DELETE", `/api/v1/statuses/${posted.id}`);
  await waitFor("its end arrives", () => last(Delete));

  // Reports, there and back.
  await ann("POST", "/api/v1/reports", { account_id: seen.id, comment: "Rude", forward: true });
  const flag = await waitFor("the report arrives", () => last(Flag));
  check("nobody learns who has reported", flag.actorId.href === `https://${given.domain}/actor`);
  check("it says why", String(flag.content) === "Rude");
  await send(new Flag({ id: name("flags/1"), actor: pia, objects: [annUri], content: "Loud" }));
  await waitFor("her report reaches the moderators", async () => {
    const reports = await moderator("GET", "/api/v1/admin/reports");
    return reports.some((it) => it.comment === "Loud" && it.account.domain === DOMAIN);
  });

  // Blocking.
  const block = new Block({ id: name("blocks/1"), actor: pia, object: annUri });
  await send(block);
  await waitFor("ann is blocked", async () => (await relationship()).blocked_by);
  check("she follows no longer", !(await relationship()).following);
  await send(new Undo({ id: name("undos/1"), actor: pia, object: block }));
  await waitFor("ann is blocked no longer", async () => !(await relationship()).blocked_by);

  // Moderation.
  await send(new Follow({ id: name("follows/2"), actor: pia, object: annUri }));
  await waitFor("she follows again", async () => (await relationship()).followed_by);
  await moderator("POST", `/api/v1/admin/accounts/${given.ids.ann}/action`, { type: "suspend" });
  await waitFor("she hears of the suspension", () => last(Update, (it) => it.objectId?.href === annUri.href));
  await moderator("POST", "/api/v1/admin/domain_blocks", { domain: DOMAIN, severity: "suspend" });
  let refusal = "";
  await send(new Create({ ...create, id: name("creates/2") })).catch((error) => (refusal = String(error)));
  check(`nothing is taken from her any more: ${refusal}`, refusal.includes("403"));
}

/** Fedify brings the times that it wants. */
function Temporal() {
  return globalThis.Temporal ?? require("@js-temporal/polyfill").Temporal;
}

async function main() {
  const pair = await fedify.generateCryptoKeyPair("RSASSA-PKCS1-v1_5");
  const federation = build(pair);
  const server = await listen(federation);
  console.log(`port ${server.address().port}`);
  const lines = readline.createInterface({ input: process.stdin });
  const given = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
  lead(given.domain, given.port);
  await play(federation, given);
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    console.error(heard.map((it) => it.constructor.name).join(" "));
    process.exit(1);
  },
);
