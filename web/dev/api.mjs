/** The stand-in's replies: neutral data, the shapes of the real API, and a few ways to fail on purpose. */
import { randomUUID } from "node:crypto";
import * as data from "./data.mjs";
import { signing } from "./signing.mjs";

const fail = (status, message, fields = {}, error = "error") => ({ status, content: { error, message, fields, request_id: "req_dev" } });
const ok = (content = {}, status = 200, headers = {}) => ({ status, content, headers });
const items = (list, next = null) => ok({ items: list, next });
const id = (prefix) => `${prefix}_${randomUUID().slice(0, 8)}`;

let isSignedIn = false;
const cookie = (value) => ({ "set-cookie": `__Host-sid=${value}; Path=/; Secure; HttpOnly; SameSite=Strict` });
const account = signing({ ok, fail, cookie, door: { open: () => (isSignedIn = true) } });
const find = (list, key, value) => list.find((each) => each[key] === value);

const open = {
  "GET ": () => ok(data.district),
  "GET /surveys/:id/form": (_, { id }) => {
    const survey = find(data.surveys, "survey_id", id);
    if (!survey || survey.state === "draft") return fail(404, "Not found.");
    const accepting = survey.state === "open";
    return ok({ survey_id: id, version: 1, title: survey.title, definition: accepting ? survey.definition : null, mode: survey.mode, accepting, privacy: { version: "2026-01" } });
  },
  "POST /surveys/:id/invitation": ({ invitation }) => {
    if (invitation === "used") return ok({ state: "used", language: "en" });
    return invitation === "good" ? ok({ state: "open", language: "es" }) : fail(404, "Not found.");
  },
  "POST /surveys/:id/responses": ({ data: answers, key }) => {
    if (answers.comments === "refuse") return fail(400, "Some answers are not accepted.", { "data.comments": "Please use other words.", "data.clean.halls": "Choose one of the answers." });
    if (answers.comments === "busy") return fail(503, "Busy.");
    return ok({ receipt: `R-${key.slice(0, 8)}` }, 201);
  },
  "GET /topics": () => items(data.topics),
  "GET /status": () => ok(data.drills.status),
  "POST /threads": ({ email, message }) =>
    message === "refuse" ? fail(400, "Check the fields.", { message: "Please use other words." }) : ok({ reference: "D-4821", link: `http://localhost:8123/d/demo/talk/thread#demo-link${email ? 1 : 2}` }, 201),
  "POST /talk/thread": ({ link }) => (link.startsWith("demo-link") ? ok(data.writerThread) : fail(404, "Not found.")),
  "POST /talk/messages": ({ message }) => (data.writerThread.messages.push({ from: "writer", text: message, at: new Date().toISOString() }), ok({}, 201)),
  "POST /talk/rating": ({ score, comment }) => (Object.assign(data.writerThread, { may_rate: false, rating: { score, comment } }), ok({}, 201)),
  ...account.open,
  "POST /welcome": () => account.start("password"),
};

const staff = {
  ...account.own,
  "DELETE /session": () => ((isSignedIn = false), ok({}, 200, cookie(""))),
  "GET /users": () => items(data.users),
  "POST /users": ({ email }) => (email.includes("@") ? ok({ user_id: id("usr") }, 201) : fail(400, "Check the fields.", { email: "This is no e-mail address." })),
  "GET /teams": () => items(data.teams),
  "POST /teams": (body) => (data.teams.push({ team_id: id("tem"), ...body }), ok(data.teams.at(-1), 201)),
  "PUT /teams/:id": (body, { id }) => ok(Object.assign(find(data.teams, "team_id", id), body)),
  "GET /desk/topics": () => items(data.topics),
  "POST /desk/topics": (body) => (data.topics.push({ topic_id: id("tpc"), ...body }), ok(data.topics.at(-1), 201)),
  "PUT /desk/topics/:id": (body, { id }) => ok(Object.assign(find(data.topics, "topic_id", id), body)),
  "GET /surveys": () => items(data.surveys),
  "POST /surveys": (body) => (data.surveys.unshift(data.draft({ ...body, survey_id: id("svy") })), ok(data.surveys[0], 201)),
  "POST /surveys/check": ({ definition }) => {
    const problems = definition.pages ? {} : { pages: "A survey needs at least one page." };
    if (JSON.stringify(definition).includes("{nobody}")) problems["pages[0].elements[2].visibleIf"] = "No question is called nobody.";
    return ok({ ok: !Object.keys(problems).length, problems });
  },
  "POST /surveys/import": (body) => {
    if (!body.file) return fail(400, "The file cannot be imported.", { content: "The file is empty." });
    data.surveys.unshift(data.draft({ title: "Imported survey", mode: body.mode, survey_id: id("svy"), definition: data.definition, segments: [] }));
    return ok({ survey: data.surveys[0], format: "qsf", report: data.report }, 201);
  },
  "GET /surveys/:id/file": () => ok({ name: "survey.json", media_type: "application/json", content: btoa(JSON.stringify(data.definition)), report: [] }),
  "GET /surveys/:id/paper": () => ok(data.paper),
  "GET /surveys/:id": (_, { id }) => (find(data.surveys, "survey_id", id) ? ok(find(data.surveys, "survey_id", id)) : fail(404, "Not found.")),
  "PUT /surveys/:id": (body, { id }) => {
    const survey = find(data.surveys, "survey_id", id);
    if (body.revision !== survey.revision) return fail(409, "Somebody else has changed this survey.");
    const { definition, segments, ...head } = Object.assign(survey, body, { revision: survey.revision + 1, updated_at: new Date().toISOString() });
    return ok(head);
  },
  "POST /surveys/:id/publish": (_, { id }) => {
    const survey = find(data.surveys, "survey_id", id);
    return ok(Object.assign(survey, { state: "open", version: survey.version + 1 }));
  },
  "POST /surveys/:id/close": (_, { id }) => ok(Object.assign(find(data.surveys, "survey_id", id), { state: "closed" })),
  "POST /surveys/:id/roster": ({ csv }) =>
    csv.includes("@") ? ok({ added: csv.trim().split("\n").length - 1 }, 201) : fail(400, "The roster was not taken.", { "roster.line 2.email": "This is no e-mail address.", "roster.line 3.language": "Use en or es." }),
  "GET /surveys/:id/participation": () => ok({ invited: 240, mailed: 238, answered: 91, not_answered: 149, response_rate: 0.379 }),
  "POST /surveys/:id/invitations": () => ok({ queued: 149 }, 201),
  "GET /surveys/:id/results": (_, __, query) => ok(query.get("group") ? { ...data.results, respondents: 40 } : data.results),
  "GET /surveys/:id/export": (_, __, query) => (query.get("cursor") ? ok({ csv: "3,no\n", next: null }) : ok({ csv: "n,safe\n1,yes\n2,no\n", next: "c2" })),
  "GET /inbox": (_, __, query) => {
    const list = data.threads.filter((each) => each.status === (query.get("status") ?? "unopened"));
    return query.get("cursor") ? items(list.slice(2)) : items(list.slice(0, 2), list.length > 2 ? "c2" : null);
  },
  "GET /threads/:id": (_, { id }) => (find(data.threads, "thread_id", id) ? ok(data.thread(id)) : fail(404, "Not found.")),
  "POST /threads/:id/replies": ({ message }) => (data.timeline.push({ kind: "reply", at: new Date().toISOString(), by: "usr_1", text: message }), ok({}, 201)),
  "POST /threads/:id/notes": ({ message }) => (data.timeline.push({ kind: "note", at: new Date().toISOString(), by: "usr_1", text: message }), ok({}, 201)),
  "PUT /threads/:id/owner": ({ owner_id }, { id }) => ok((Object.assign(find(data.threads, "thread_id", id), { owner_id }), data.thread(id))),
  "PUT /threads/:id/status": ({ status }, { id }) => ok((Object.assign(find(data.threads, "thread_id", id), { status }), data.thread(id))),
  "GET /jobs": () => ok({ timezone: "America/Chicago", items: data.jobs, next: null }),
  "POST /jobs/runs": ({ job }) => ok({ job }, 202),
  "GET /drills": () => ok(data.drills),
};

export function answer(request, url, body) {
  const path = url.pathname.replace(/^\/api\/d\/[^/]+/, "");
  if (!url.pathname.startsWith("/api/d/demo")) return fail(404, "Not found.");
  const found = match(open, request.method, path) ?? (isSignedIn ? match(staff, request.method, path) : undefined);
  if (found) return found.reply(body, found.params, url.searchParams, url.hostname);
  return match(staff, request.method, path) ? fail(401, "Please sign in.") : fail(404, "Not found.");
}

function match(routes, method, path) {
  for (const [route, reply] of Object.entries(routes)) {
    const pattern = new RegExp(`^${route.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`);
    const hit = pattern.exec(`${method} ${path}`.replace(/ $/, " "));
    if (hit) return { reply, params: hit.groups ?? {} };
  }
  return undefined;
}
