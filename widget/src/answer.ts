// Generated from advisor/answers/answer.schema.json by `npm run types`: do not edit.

/**
 * What a pay figure is; figures of different kinds are never mixed.
 */
export type FigureKind =
  "employee_survey" | "advertised_pay" | "self_reported" | "publisher_estimate" | "freelance_rate";
/**
 * An enumeration.
 */
export type Period = "year" | "month" | "day" | "hour";
/**
 * What an answer is; everything but a topic holds no facts about careers.
 */
export type AnswerKind = "topic" | "clarification" | "declined" | "notice" | "small_talk";
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

/**
 * What an item of a reply carries under ``custom``.
 */
export interface AdvisorReply {
  answers: Answer[];
  explain?: {
    [k: string]: unknown;
  };
  version?: 1;
}
/**
 * One answer. Text may hold ``**bold**`` and nothing else of markdown.
 */
export interface Answer {
  blocks?: (ListBlock | TableBlock | FiguresBlock)[];
  caveats?: Item[];
  /**
   * The same for the same question and knowledge; feedback names it
   */
  id: string;
  kind: AnswerKind;
  lead: string;
  lead_sources?: number[];
  level?: NamedId;
  next_questions?: NextQuestion[];
  place?: NamedId;
  roles?: NamedId[];
  sources?: AnswerSource[];
  title?: string;
  topic?: Topic;
  version?: 1;
}
export interface ListBlock {
  items: Item[];
  title?: string;
  type?: "list";
}
/**
 * A point of a list: an optional label put in front, the text, marks of its sources.
 */
export interface Item {
  /**
   * A word of warning: 'retired'
   */
  badge?: string;
  label?: string;
  sources?: number[];
  text: string;
  url?: string;
}
/**
 * A small table; all cells are text, ``sources`` are those of the whole table.
 */
export interface TableBlock {
  columns: string[];
  rows: string[][];
  sources?: number[];
  title?: string;
  type?: "table";
}
export interface FiguresBlock {
  figures: AnswerFigure[];
  title?: string;
  type?: "figures";
}
/**
 * A pay figure, both as numbers (to be drawn) and as text that holds everything an honest figure carries.
 */
export interface AnswerFigure {
  as_of: string;
  currency: string;
  high?: number;
  kind: FigureKind;
  label: string;
  level: string;
  low?: number;
  lower_middle?: number;
  middle?: number;
  period: Period;
  place: NamedId;
  sample_size?: number;
  sources: number[];
  text: string;
  upper_middle?: number;
}
/**
 * A record of the knowledge base that the answer is about.
 */
export interface NamedId {
  id: string;
  name: string;
}
/**
 * A question that is offered as a button.
 */
export interface NextQuestion {
  /**
   * What is sent when it is pressed
   */
  payload: string;
  /**
   * The whole question that it stands for
   */
  question: string;
  /**
   * Short, for the button
   */
  title: string;
}
/**
 * A source, numbered from 1 in the order of use; the numbers in an answer's parts refer to it.
 */
export interface AnswerSource {
  id: string;
  number: number;
  published: string;
  publisher: string;
  /**
   * What to keep in mind when this source is used
   */
  reliability?: string;
  title: string;
  url?: string;
  /**
   * Whether the reliability has to be shown with the source
   */
  weak?: boolean;
}
