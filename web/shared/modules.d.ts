declare module "*.css";
declare module "virtual:survey-theme.css";
declare module "survey-core/i18n/*";
