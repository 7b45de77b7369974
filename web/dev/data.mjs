/** Neutral data of the stand-in. */
const both = (en, es) => ({ default: en, es });
const day = (offset) => new Date(Date.UTC(2026, 8, 20 + offset, 15, 30)).toISOString();

export const district = { slug: "demo", name: "Example School District", languages: ["en", "es"], timezone: "America/New_York", state: "active", terminated_at: "", closes_at: "", privacy_version: "2026-01" };

const scale = [
  { value: "yes", text: both("Agree", "De acuerdo") },
  { value: "so", text: both("Neither", "Ni sí ni no") },
  { value: "no", text: both("Disagree", "En desacuerdo") },
];

export const definition = {
  clearInvisibleValues: "onHiddenContainer",
  pages: [
    {
      name: "school", title: both("Your school", "Su escuela"),
      elements: [
        { type: "radiogroup", name: "safe", title: both("My child feels safe at school.", "Mi hijo se siente seguro en la escuela."), isRequired: true, choices: scale },
        { type: "comment", name: "why", title: both("What would help?", "¿Qué ayudaría?"), visibleIf: "{safe} = 'no'" },
        { type: "checkbox", name: "ways", title: both("How do you hear from us?", "¿Cómo recibe noticias nuestras?"), choices: ["mail", "phone", "app"], showOtherItem: true },
        { type: "dropdown", name: "grade", title: both("Grade", "Grado"), choices: ["K", "1", "2", "3"] },
        { type: "rating", name: "care", title: both("How much do we care?", "¿Cuánto nos importa?"), rateMax: 10 },
        { type: "boolean", name: "bus", title: both("Does your child ride the bus?", "¿Va su hijo en autobús?") },
      ],
    },
    {
      name: "more", title: both("A few more", "Unas más"),
      elements: [
        { type: "matrix", name: "clean", title: both("These places are clean.", "Estos lugares están limpios."), columns: scale, rows: [{ value: "halls", text: both("Halls", "Pasillos") }, { value: "yard", text: both("Yard", "Patio") }] },
        { type: "ranking", name: "order", title: both("What matters most?", "¿Qué importa más?"), choices: ["Reading", "Math", "Arts"] },
        { type: "text", name: "age", inputType: "number", min: 0, max: 20, title: both("Age of your child", "Edad de su hijo") },
        { type: "text", name: "since", inputType: "date", title: both("With us since", "Con nosotros desde") },
        { type: "tagbox", name: "clubs", title: both("Clubs", "Clubes"), choices: ["Chess", "Choir", "Robotics"] },
        { type: "slider", name: "minutes", title: both("Minutes to school", "Minutos a la escuela"), max: 60 },
        { type: "buttongroup", name: "shift", title: both("Best time for meetings", "Mejor hora para reuniones"), choices: ["Morning", "Evening"] },
        { type: "multipletext", name: "two", title: both("Two wishes", "Dos deseos"), items: [{ name: "one" }, { name: "other" }] },
        { type: "paneldynamic", name: "children", title: both("Your children", "Sus hijos"), panelCount: 1, templateElements: [{ type: "text", name: "school", title: both("School", "Escuela") }] },
        { type: "matrixdynamic", name: "visits", title: both("Visits", "Visitas"), rowCount: 1, columns: [{ name: "where", title: both("Where", "Dónde"), cellType: "text" }] },
        { type: "comment", name: "comments", title: both("Anything else?", "¿Algo más?") },
      ],
    },
  ],
};

export const draft = (parts) => ({ state: "draft", mode: "anonymous", version: 0, revision: 1, segments: [], updated_at: day(0), public_url: `http://localhost:8123/d/demo/s/${parts.survey_id}`, definition, ...parts });

export const surveys = [
  draft({ survey_id: "svy_open", title: "Family survey", state: "open", version: 1, segments: ["grade"] }),
  draft({ survey_id: "svy_personal", title: "Staff survey", state: "open", version: 1, mode: "confidential" }),
  draft({ survey_id: "svy_draft", title: "Student survey" }),
  draft({ survey_id: "svy_closed", title: "Last year's survey", state: "closed", version: 2 }),
];

export const users = [
  { user_id: "usr_1", name: "Staff One", roles: ["administrator"], email: "one@example.org", state: "active" },
  { user_id: "usr_2", name: "Staff Two", roles: ["author", "member"], email: "two@example.org", state: "active" },
];
export const teams = [{ team_id: "tem_1", name: "Transport", member_ids: ["usr_2"] }];
export const topics = [
  { topic_id: "tpc_1", name: { en: "School buses", es: "Autobuses escolares" }, description: { en: "Routes, times, lost things", es: "Rutas, horarios, objetos perdidos" }, team_id: "tem_1", owner_id: "usr_2" },
  { topic_id: "tpc_2", name: { en: "Meals", es: "Comidas" }, description: { en: "Menus and allergies", es: "Menús y alergias" }, team_id: "tem_1", owner_id: "usr_1" },
];
export const report = [
  { element: "QID1", kind: "question", outcome: "carried", reason: "" },
  { element: "QID2", kind: "question", outcome: "changed", reason: "Two columns side by side became two tables." },
  { element: "QID3", kind: "logic", outcome: "lost", reason: "A jump to an outside page has no counterpart." },
];

const bars = (...counts) => {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return scale.map(({ value, text }, index) => ({ value, label: text.default, count: counts[index], percent: (100 * counts[index]) / all }));
};
export const results = {
  respondents: 91, versions: [1], hidden: false, threshold: 10, response_rate: 0.379, counted_until: day(2),
  items: [
    { name: "safe", title: "My child feels safe at school.", type: "radiogroup", base: 91, hidden: false, bars: bars(52, 21, 18) },
    { name: "care", title: "How much do we care?", type: "rating", base: 88, hidden: false, mean: 7.42, median: 8, bars: Array.from({ length: 10 }, (_, index) => ({ value: index + 1, label: String(index + 1), count: index * 2, percent: (200 * index) / 90 })) },
    { name: "clean", title: "These places are clean.", type: "matrix", base: 80, hidden: false, bars: [], rows: [
      { value: "halls", label: "Halls", base: 80, hidden: false, bars: bars(40, 30, 10) },
      { value: "yard", label: "Yard", base: null, hidden: true, bars: [] },
    ] },
    { name: "comments", title: "Anything else?", type: "comment", base: 33, hidden: false, bars: [] },
    { name: "why", title: "What would help?", type: "comment", base: null, hidden: true, bars: [] },
  ],
  groups: [{ dimension: "grade", values: [
    { value: "K", respondents: 40, hidden: false },
    { value: "1", respondents: 41, hidden: false },
    { value: "2", respondents: null, hidden: true },
  ] }],
};

const thread0 = (number, parts) => ({
  thread_id: `thr_${number}`, topic_id: "tpc_1", type: "question", status: "unopened", owner_id: "", preview: "When does the bus leave on Friday? We were told two different times.",
  created_at: day(-number), due_at: day(5 - number), overdue: number > 2, rating: null, ...parts,
});
export const threads = [
  thread0(1, {}), thread0(2, { type: "concern", topic_id: "tpc_2", preview: "The lunch line is too long." }), thread0(3, { type: "compliment", preview: "Our driver is great." }),
  thread0(4, { status: "in_progress", owner_id: "usr_1" }), thread0(5, { status: "closed", owner_id: "usr_2", rating: 9, overdue: false }),
];
export const timeline = [
  { kind: "message", at: day(-1), by: "writer", text: "When does the bus leave on Friday?\nWe were told two different times." },
  { kind: "assigned", at: day(0), by: "usr_1", owner_id: "usr_2", text: "" },
  { kind: "note", at: day(0), by: "usr_1", text: "Ask the depot first." },
  { kind: "reply", at: day(1), by: "usr_2", text: "At 3:15 p.m. from the north gate." },
  { kind: "status", at: day(1), by: "usr_2", status: "closed", text: "" },
  { kind: "rating", at: day(2), by: "writer", score: 9, text: "Quick answer." },
];
export const thread = (id) => {
  const { preview: _, rating: __, ...rest } = threads.find((each) => each.thread_id === id);
  return { ...rest, writer: { name: "A parent", email: "parent@example.org" }, timeline, revision: 3 };
};
export const writerThread = {
  status: "in_progress", topic: topics[0].name, type: "question", may_rate: true, rating: null,
  messages: [{ from: "writer", text: "When does the bus leave on Friday?", at: day(-1) }, { from: "district", text: "At 3:15 p.m. from the north gate.", at: day(1) }],
};
const drill = { ended_at: day(9), instant: day(9), result: "equal", items: 18240, equal: 18240, rpo_seconds: 140, rto_seconds: 61 };
export const drills = {
  items: [{ drill, report: { document: {}, signature: "" } }],
  status: { last: drill, age_days: 9, is_red: false, is_due: false },
  document: { reviewed: day(84).slice(0, 10), days: 84, is_due: true, is_late: false },
};
export const jobs = [
  { job: "plan_retention", schedule: { kind: "daily", hour: 4, minute: 0, day: null, minutes: null, job: null, until: null }, state: "well", due_at: day(1), may_start: true, last_runs: [{ started_at: day(1), ended_at: day(1), outcome: "done", counts: { planned: 4 } }] },
  { job: "back_up_daily", schedule: { kind: "daily", hour: 2, minute: 0, day: null, minutes: null, job: null, until: null }, state: "failed", due_at: day(1), may_start: true, last_runs: [{ started_at: day(1), ended_at: null, outcome: "failed", counts: {} }] },
];

export const paper = {
  title: "School climate", description: "", language: "en", languages: ["default", "es"],
  pages: [{ title: "School", hint: "", condition: "", items: [
    { number: "1", kind: "one", title: "Do you feel safe at school?", hint: "", required: true, condition: "", lines: 0, choices: [{ text: "Yes", condition: "" }, { text: "No", condition: "" }], columns: [], rows: [], items: [] },
    { number: "2", kind: "lines", title: "What should change?", hint: "", required: false, condition: "Answer only if you chose “No” in question 1.", lines: 5, choices: [], columns: [], rows: [], items: [] },
  ] }],
};
