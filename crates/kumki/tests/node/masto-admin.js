// What masto.js can do for moderators at the gates and about what trends, against a server that runs.

const assert = require("node:assert/strict");
const masto = require("masto");

const { given, run } = require("./clients.js");

const api = (name) =>
  masto.createRestAPIClient({ url: given.url, accessToken: given.tokens[name] }).v1;

async function refused(status, asked) {
  // What lists gives no promise, but can be waited for as if it did.
  await assert.rejects(async () => await asked, (error) => error.statusCode === status);
}

async function keepNetworksOut(admin) {
  const made = await admin.ipBlocks.create({
    ip: "203.0.113.9/24",
    severity: "sign_up_requires_approval",
    comment: "A wave",
    expiresIn: 86400,
  });
  assert.equal(made.ip, "203.0.113.0/24");
  assert.ok(made.expiresAt);
  const rule = admin.ipBlocks.$select(made.id);
  const changed = await rule.update({ severity: "no_access" });
  assert.deepEqual([changed.severity, changed.comment], ["no_access", "A wave"]);
  assert.deepEqual(await rule.fetch(), changed);
  assert.deepEqual(await admin.ipBlocks.list({ limit: 1 }), [changed]);
  await refused(422, admin.ipBlocks.create({ ip: "203.0.113.0/24", severity: "no_access" }));
  await rule.remove();
  await refused(404, rule.fetch());
}

async function keepMailOut(admin) {
  const domain = await admin.emailDomainBlocks.create({ domain: "junk.example" });
  assert.deepEqual([domain.domain, domain.history.length], ["junk.example", 7]);
  assert.deepEqual(await admin.emailDomainBlocks.list({ limit: 5 }), [domain]);
  await admin.emailDomainBlocks.$select(domain.id).remove();

  const email = await admin.canonicalEmailBlocks.create({ email: "Jo.Doe+news@Mail.Example" });
  const found = await admin.canonicalEmailBlocks.test({ email: "jodoe@mail.example" });
  assert.deepEqual(found, [email]);
  assert.equal(email.canonicalEmailHash.length, 64);
  await admin.canonicalEmailBlocks.$select(email.id).remove();
  assert.deepEqual(await admin.canonicalEmailBlocks.list(), []);
}

/** Lets everybody see something, and then nobody. */
async function decide(all, one, shown) {
  const [found] = await all.list();
  assert.equal(found.requiresReview, true);
  const approved = await one(found.id).approve();
  assert.deepEqual([approved.id, approved.requiresReview], [found.id, false]);
  assert.equal((await shown.list()).length, 1);
  await one(found.id).reject();
  assert.equal((await shown.list()).length, 0);
}

async function decideWhatTrends(admin, everybody) {
  const { links, statuses, tags } = admin.trends;
  await decide(tags, (id) => tags.$select(id), everybody.trends.tags);
  await decide(statuses, (id) => statuses.$select(id), everybody.trends.statuses);
  await decide(links, (id) => links.$select(id), everybody.trends.links);
}

/** It takes them for links; they come as they are all the same. */
async function decideAboutPublishers(publishers) {
  const response = await fetch(`${given.url}/api/kumki/v1/admin/trends/links/publishers`, {
    method: "POST",
    headers: { authorization: `Bearer ${given.tokens.mira}` },
    body: new URLSearchParams({ domain: "paper.example" }),
  });
  assert.equal(response.status, 200);
  const [made] = await publishers.list();
  assert.deepEqual([made.domain, made.trendable], ["paper.example", null]);
  const approved = await publishers.$select(made.id).approve();
  assert.deepEqual([approved.trendable, approved.requiresReview], [true, false]);
  assert.equal((await publishers.$select(made.id).reject()).trendable, false);
}

run(async () => {
  const [ann, mira] = [api("ann"), api("mira")];
  await keepNetworksOut(mira.admin);
  await keepMailOut(mira.admin);
  await decideWhatTrends(mira.admin, ann);
  await decideAboutPublishers(mira.admin.trends.links.publishers);
  await refused(403, ann.admin.ipBlocks.list());
});
