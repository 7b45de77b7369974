/** The desk's tables are those of every page. */
export { TableBox } from "../shared/ui/TableBox";
