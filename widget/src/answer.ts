// Generated from advisor/answers/answer.schema.json by `npm run types`: do not edit.

/**
 * A word of warning: 'retired'
 */
export type Badge = string;
export type Label = string;
export type Sources = number[];
export type Text = string;
export type Url = string;
export type Items = Item[];
export type Title = string;
export type Type = "list";
export type Columns = string[];
export type Rows = string[][];
export type Sources1 = number[];
export type Title1 = string;
export type Type1 = "table";
export type AsOf = string;
export type Currency = string;
export type High = number;
/**
 * What a pay figure is; figures of different kinds are never mixed.
 */
export type FigureKind =
  "employee_survey" | "advertised_pay" | "self_reported" | "publisher_estimate" | "freelance_rate";
export type Label1 = string;
export type Level = string;
export type Low = number;
export type LowerMiddle = number;
export type Middle = number;
/**
 * An enumeration.
 */
export type Period = "year" | "month" | "day" | "hour";
export type Id = string;
export type Name = string;
export type SampleSize = number;
export type Sources2 = number[];
export type Text1 = string;
export type UpperMiddle = number;
export type Figures = AnswerFigure[];
export type Title2 = string;
export type Type2 = "figures";
export type Blocks = (ListBlock | TableBlock | FiguresBlock)[];
export type Caveats = Item[];
/**
 * The same for the same question and knowledge; feedback names it
 */
export type Id1 = string;
/**
 * What an answer is; everything but a topic holds no facts about careers.
 */
export type AnswerKind = "topic" | "clarification" | "declined" | "notice" | "small_talk";
export type Lead = string;
export type LeadSources = number[];
/**
 * What is sent when it is pressed
 */
export type Payload = string;
/**
 * The whole question that it stands for
 */
export type Question = string;
/**
 * Short, for the button
 */
export type Title3 = string;
export type NextQuestions = NextQuestion[];
export type Roles = NamedId[];
export type Id2 = string;
export type Number = number;
export type Published = string;
export type Publisher = string;
export type Reliability = string;
export type Title4 = string;
export type Url1 = string;
export type Sources3 = AnswerSource[];
export type Title5 = string;
/**
 * The fourteen things that people ask about a career; the intent of a topic is ``ask_<topic>``.
 */
export type Topic =
  | "responsibilities"
  | "skills"
  | "tools"
  | "education"
  | "certifications"
  | "demand"
  | "salary"
  | "how_to_become"
  | "learning_resources"
  | "career_path"
  | "comparison"
  | "day_in_life"
  | "freelance"
  | "job_search";
export type Version = 1;
export type Answers = Answer[];
export type Version1 = 1;

/**
 * What an item of a reply carries under ``custom``.
 */
export interface CareerAdvisorReply {
  answers: Answers;
  version?: Version1;
}
/**
 * One answer. Text may hold ``**bold**`` and nothing else of markdown.
 */
export interface Answer {
  blocks?: Blocks;
  caveats?: Caveats;
  id: Id1;
  kind: AnswerKind;
  lead: Lead;
  lead_sources?: LeadSources;
  level?: NamedId;
  next_questions?: NextQuestions;
  place?: NamedId;
  roles?: Roles;
  sources?: Sources3;
  title?: Title5;
  topic?: Topic;
  version?: Version;
}
export interface ListBlock {
  items: Items;
  title?: Title;
  type?: Type;
}
/**
 * A point of a list: an optional label put in front, the text, marks of its sources.
 */
export interface Item {
  badge?: Badge;
  label?: Label;
  sources?: Sources;
  text: Text;
  url?: Url;
}
/**
 * A small table; all cells are text, ``sources`` are those of the whole table.
 */
export interface TableBlock {
  columns: Columns;
  rows: Rows;
  sources?: Sources1;
  title?: Title1;
  type?: Type1;
}
export interface FiguresBlock {
  figures: Figures;
  title?: Title2;
  type?: Type2;
}
/**
 * A pay figure, both as numbers (to be drawn) and as text that holds everything an honest figure carries.
 */
export interface AnswerFigure {
  as_of: AsOf;
  currency: Currency;
  high?: High;
  kind: FigureKind;
  label: Label1;
  level: Level;
  low?: Low;
  lower_middle?: LowerMiddle;
  middle?: Middle;
  period: Period;
  place: NamedId;
  sample_size?: SampleSize;
  sources: Sources2;
  text: Text1;
  upper_middle?: UpperMiddle;
}
/**
 * A record of the knowledge base that the answer is about.
 */
export interface NamedId {
  id: Id;
  name: Name;
}
/**
 * A question that is offered as a button.
 */
export interface NextQuestion {
  payload: Payload;
  question: Question;
  title: Title3;
}
/**
 * A source, numbered from 1 in the order of use; the numbers in an answer's parts refer to it.
 */
export interface AnswerSource {
  id: Id2;
  number: Number;
  published: Published;
  publisher: Publisher;
  reliability?: Reliability;
  title: Title4;
  url?: Url1;
}
