// What masto.js can do, against a server that runs.

const assert = require("node:assert/strict");
const { openAsBlob } = require("node:fs");
const masto = require("masto");

const { given, inTime, run, sayUntilHeard, waitFor } = require("./clients.js");

function signIn(accessToken) {
  return masto.createRestAPIClient({ url: given.url, accessToken });
}

/** With a password, as scripts do. */
async function signInAsBob() {
  const app = await masto.createRestAPIClient({ url: given.url }).v1.apps.create({
    clientName: "masto.js",
    redirectUris: "urn:ietf:wg:oauth:2.0:oob",
    scopes: "read write follow",
  });
  const token = await masto.createOAuthAPIClient({ url: given.url }).token.create({
    grantType: "password",
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    redirectUri: "urn:ietf:wg:oauth:2.0:oob",
    username: "bob@mail.example",
    password: given.password,
    scope: "read write follow",
  });
  return signIn(token.accessToken);
}

const ids = (posts) => posts.map((it) => it.id);

async function postAndRead(ann, bob) {
  const me = await ann.v1.accounts.verifyCredentials();
  const relationship = await bob.v1.accounts.$select(me.id).follow({ reblogs: false });
  assert.equal(relationship.following, true);
  assert.equal(relationship.showingReblogs, false);

  const picture = await ann.v2.media.create({
    file: await openAsBlob(given.picture),
    description: "An elephant",
  });
  assert.equal(picture.type, "image");
  const post = await ann.v1.statuses.create({
    status: "Look at this #Elephant",
    visibility: "public",
    mediaIds: [picture.id],
  });
  assert.equal(post.mediaAttachments[0].description, "An elephant");

  const home = await waitFor("the post is at home", async () => {
    const posts = await bob.v1.timelines.home.list();
    return posts.find((it) => it.id === post.id);
  });
  assert.equal(home.account.acct, "ann");
  assert.deepEqual(ids(await bob.v1.timelines.public.list({ local: true })), [post.id]);
  assert.deepEqual(ids(await bob.v1.timelines.tag.$select("elephant").list()), [post.id]);
  return post;
}

async function readInPages(ann) {
  for (const number of [1, 2, 3]) {
    await ann.v1.statuses.create({ status: `Number ${number}`, visibility: "unlisted" });
  }
  const me = await ann.v1.accounts.verifyCredentials();
  const pages = [];
  for await (const page of ann.v1.accounts.$select(me.id).statuses.list({ limit: 2 })) {
    pages.push(page.length);
  }
  assert.deepEqual(pages.filter((it) => it > 0), [2, 2]);
}

async function doWithAPost(ann, bob, post) {
  assert.equal((await bob.v1.statuses.$select(post.id).favourite()).favourited, true);
  assert.equal((await bob.v1.statuses.$select(post.id).reblog()).reblog.id, post.id);
  const poll = await ann.v1.statuses.create({
    status: "Which?",
    poll: { options: ["Green", "Black"], expiresIn: 3600 },
  });
  const voted = await bob.v1.polls.$select(poll.poll.id).votes.create({ choices: [1] });
  assert.deepEqual(voted.ownVotes, [1]);
  const changed = await ann.v1.statuses.$select(post.id).update({ status: "Look here" });
  assert.match(changed.content, /here/);
  const notices = await ann.v1.notifications.list();
  assert.deepEqual(notices.map((it) => it.type), ["reblog", "favourite", "follow"]);
  const groups = await ann.v2.notifications.list();
  assert.equal(groups.notificationGroups.length, 3);
  await assert.rejects(bob.v1.statuses.$select(post.id).remove(), { statusCode: 404 });
}

async function search(ann, bob) {
  await bob.v1.accounts.updateCredentials({ displayName: "Bob, the Gardener" });
  const found = await ann.v2.search.list({ q: "gardener", type: "accounts" });
  assert.deepEqual(found.accounts.map((it) => it.acct), ["bob"]);
  const posts = await bob.v2.search.list({ q: "here", type: "statuses" });
  assert.equal(posts.statuses.length, 1);
}

async function listen(ann, bob) {
  const instance = await ann.v2.instance.fetch();
  const streams = masto.createStreamingAPIClient({
    streamingApiUrl: instance.configuration.urls.streaming,
    accessToken: given.tokens.ann,
  });
  await inTime("the socket is open", streams.prepare());
  const events = streams.user.subscribe()[Symbol.asyncIterator]();
  const next = async (name) => {
    for (;;) {
      const { value } = await inTime(name, events.next());
      if (value.event === name) return value.payload;
    }
  };

  // Asking for the first event is what subscribes.
  const mine = await sayUntilHeard(
    () => ann.v1.statuses.create({ status: "Is anybody there?" }),
    next("update"),
  );
  assert.match(mine.content, /anybody/);
  await bob.v1.statuses.create({ status: "@ann I am", inReplyToId: mine.id });
  const notice = await next("notification");
  assert.deepEqual([notice.type, notice.account.acct], ["mention", "bob"]);
  await ann.v1.statuses.$select(mine.id).remove();
  assert.equal(await next("delete"), mine.id);
  streams.close();
}

run(async () => {
  const ann = signIn(given.tokens.ann);
  const bob = await signInAsBob();
  const post = await postAndRead(ann, bob);
  await readInPages(ann);
  await doWithAPost(ann, bob, post);
  await search(ann, bob);
  await listen(ann, bob);
});
