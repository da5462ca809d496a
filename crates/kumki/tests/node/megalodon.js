// What megalodon can do, against a server that runs.

const assert = require("node:assert/strict");
const { createReadStream } = require("node:fs");
const { default: generator, detector } = require("megalodon");

const { given, inTime, run, sayUntilHeard, waitFor } = require("./clients.js");

/** What a person does in a browser at that address; the answer is the code that she is shown. */
async function agree(address, email) {
  const post = (path, fields, cookie) =>
    fetch(given.url + path, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { cookie },
      redirect: "manual",
    });
  const signedIn = await post("/auth/sign_in", { email, password: given.password, next: "/" }, "");
  const cookie = signedIn.headers.get("set-cookie").split(";")[0];
  const page = await (await fetch(address, { headers: { cookie } })).text();
  const [form] = page.match(/<form[^]*?<\/form>/);
  const fields = [...form.matchAll(/name="([^"]+)" value="([^"]*)">/g)].map((it) => [it[1], it[2]]);
  const hidden = fields.filter(([name]) => name !== "decision");
  const agreed = await post("/oauth/authorize", [...hidden, ["decision", "allow"]], cookie);
  return new URL(agreed.headers.get("location"), given.url).searchParams.get("code");
}

async function signIn(software, name) {
  const stranger = generator(software, given.url);
  const app = await stranger.registerApp("megalodon", { scopes: ["read", "write", "follow"] });
  const code = await agree(app.url, `${name}@mail.example`);
  const token = await stranger.fetchAccessToken(app.client_id, app.client_secret, code);
  const client = generator(software, given.url, token.access_token);
  assert.equal((await client.verifyAccountCredentials()).data.acct, name);
  return client;
}

const ids = (answer) => answer.data.map((it) => it.id);

async function postAndRead(ann, bob) {
  const me = (await ann.verifyAccountCredentials()).data;
  assert.equal((await bob.followAccount(me.id)).data.following, true);
  const picture = await ann.uploadMedia(createReadStream(given.picture), {
    description: "An elephant",
  });
  const post = (
    await ann.postStatus("Look at this #Elephant", {
      media_ids: [picture.data.id],
      visibility: "public",
    })
  ).data;
  assert.equal(post.media_attachments[0].description, "An elephant");
  await waitFor("the post is at home", async () => ids(await bob.getHomeTimeline()).includes(post.id));
  assert.deepEqual(ids(await bob.getPublicTimeline()), [post.id]);
  assert.deepEqual(ids(await bob.getLocalTimeline({ limit: 1 })), [post.id]);
  assert.deepEqual(ids(await bob.getTagTimeline("elephant")), [post.id]);
  return post;
}

async function doWithAPost(ann, bob, post) {
  assert.equal((await bob.favouriteStatus(post.id)).data.favourited, true);
  assert.equal((await bob.reblogStatus(post.id)).data.reblog.id, post.id);
  const answer = (await bob.postStatus("@ann How nice", { in_reply_to_id: post.id })).data;
  const around = (await ann.getStatusContext(post.id)).data;
  assert.deepEqual(around.descendants.map((it) => it.id), [answer.id]);
  const notices = (await ann.getNotifications()).data;
  assert.deepEqual(
    notices.map((it) => it.type),
    ["mention", "reblog", "favourite", "follow"],
  );
  const poll = (
    await ann.postStatus("Which?", { poll: { options: ["Green", "Black"], expires_in: 3600 } })
  ).data.poll;
  assert.deepEqual((await bob.votePoll(poll.id, [1])).data.own_votes, [1]);
  assert.match((await ann.editStatus(post.id, { status: "Look here" })).data.content, /here/);
}

async function search(ann, bob) {
  await bob.updateCredentials({ display_name: "Bob, the Gardener" });
  const found = await ann.search("gardener", { type: "accounts" });
  assert.deepEqual(found.data.accounts.map((it) => it.acct), ["bob"]);
  const list = (await ann.createList("Friends")).data;
  assert.deepEqual(ids(await ann.getLists()), [list.id]);
}

async function listen(ann, bob) {
  const stream = await ann.userStreaming();
  const next = (name) => inTime(name, new Promise((heard) => stream.once(name, heard)));
  stream.on("error", (error) => console.error(error));
  await next("connect");
  const mine = await sayUntilHeard(() => ann.postStatus("Is anybody there?"), next("update"));
  assert.match(mine.content, /anybody/);
  const notification = next("notification");
  await bob.postStatus("@ann I am");
  assert.equal((await notification).type, "mention");
  const deleted = next("delete");
  await ann.deleteStatus(mine.id);
  assert.equal(await deleted, mine.id);
  stream.stop();
}

run(async () => {
  const software = await detector(given.url);
  assert.equal(software, "mastodon");
  const ann = await signIn(software, "ann");
  const bob = await signIn(software, "bob");
  const post = await postAndRead(ann, bob);
  await doWithAPost(ann, bob, post);
  await search(ann, bob);
  await listen(ann, bob);
});
