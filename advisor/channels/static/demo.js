// The demo careers page: its cards, and the page of one career (/?role=data_engineer).
"use strict";

const CAREERS = [
  ["data_engineer", "Data engineer", "a data engineer", "Builds the pipelines and warehouses that everybody else's data come from."],
  ["data_scientist", "Data scientist", "a data scientist", "Finds answers and predictions in large, untidy collections of data."],
  ["machine_learning_engineer", "Machine learning engineer", "a machine learning engineer", "Turns models into software that runs day and night."],
  ["software_engineer", "Software engineer", "a software engineer", "Designs, builds and keeps up the programs that people use."],
  ["data_analyst", "Data analyst", "a data analyst", "Shows what the numbers say, to those who have to decide."],
  ["cloud_engineer", "Cloud engineer", "a cloud engineer", "Sets up and looks after what runs in other people's data centres."],
  ["security_analyst", "Security analyst", "a security analyst", "Watches over systems, and acts when somebody attacks them."],
  ["ux_designer", "UX designer", "a UX designer", "Makes products that people understand at first sight."],
];

/** Makes an element with properties and children. */
function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function askButton(title, question) {
  const button = make("button", { type: "button" }, title);
  button.dataset.advisorAsk = question;
  button.setAttribute("aria-label", `${title}: ${question}`);
  return button;
}

function card([id, title, named, summary]) {
  return make(
    "li",
    { className: "card" },
    make("h3", {}, make("a", { href: `/?role=${id}` }, title)),
    make("p", {}, summary),
    make(
      "div",
      { className: "asks" },
      askButton("Pay", `How much does ${named} earn?`),
      askButton("Skills", `What skills does ${named} need?`),
      askButton("Getting in", `How do I become ${named}?`),
    ),
  );
}

/** On the page of one career, the widget is told which: it greets and suggests accordingly. */
function showCareer([id, title, named, summary]) {
  document.title = `${title} | Millgate Careers`;
  document.getElementById("kicker").textContent = "Career";
  document.getElementById("headline").textContent = title;
  document.getElementById("intro").textContent = `${summary} Ask what it takes to become ${named}, and what it brings.`;
  const advisor = document.createElement("career-advisor");
  advisor.dataset.role = id;
  advisor.dataset.contactUrl = "mailto:advisers@example.org";
  document.body.append(advisor);
}

document.getElementById("cards").append(...CAREERS.map(card));
const role = new URLSearchParams(location.search).get("role");
const career = CAREERS.find(([id]) => id === role);
if (career) showCareer(career);
const server = location.origin;
document.getElementById("embed").textContent = `<script src="${server}/widget.js" data-server="${server}" defer><\/script>`;
addEventListener("load", () => {
  document.getElementById("not-built").hidden = Boolean(customElements.get("career-advisor"));
});
