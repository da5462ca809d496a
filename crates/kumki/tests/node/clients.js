// What the scripts beside this one have in common.
//
// The only argument of a script is JSON: the server's address, a password, tokens, and a picture.

const given = JSON.parse(process.argv[2]);
const PATIENCE = 30_000;

/** Asks again until there is an answer, but not for ever. */
async function waitFor(what, look) {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const found = await look();
    if (found) return found;
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error(`still waiting for this: ${what}`);
}

/** What happens in time. */
async function inTime(what, promise) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`still waiting for this: ${what}`)), PATIENCE);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Says something until a stream has heard of it: nobody is told when a subscription has begun. */
async function sayUntilHeard(say, heard) {
  const pause = () => new Promise((go) => setTimeout(go, 500));
  return waitFor("somebody has heard of it", async () => {
    await say();
    return Promise.race([heard, pause()]);
  });
}

/** Ends the script, whatever a library has left to do. */
function run(main) {
  main().then(
    () => process.exit(0),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
}

module.exports = { given, inTime, run, sayUntilHeard, waitFor };
