declare module "*.css";
declare module "virtual:survey-theme.css";
