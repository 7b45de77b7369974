/** Properties, their values and the types of questions in plain words; one line each: name, English, Spanish. */
import type { Language } from "../../shared/api/types";
import { useLanguage } from "../../shared/i18n/language";

const PROPERTIES = `
name|Name in results and conditions|Nombre en resultados y condiciones
title|Question|Pregunta
survey.title|Title that people see|Título que ve la gente
page.title|Title of the page|Título de la página
panel.title|Title of the group|Título del grupo
paneldynamic.title|Title of the group|Título del grupo
image.title|Title|Título
description|Help text|Texto de ayuda
isRequired|An answer is required|La respuesta es obligatoria
visibleIf|When to show it|Cuándo mostrarla
requiredIf|When an answer is required|Cuándo es obligatoria
enableIf|When it can be answered|Cuándo se puede responder
requiredErrorText|What to say when the answer is missing|Qué decir cuando falta la respuesta
visible|Show it|Mostrarla
scales|Scales|Escalas de puntuación
quotas|Quotas|Cupos
audience|Who answers|Quién responde
ppra|Protected areas|Áreas protegidas
readOnly|Only to be read|Solo para leer
defaultValue|Answer to begin with|Respuesta inicial
validators|Checks of the answer|Revisiones de la respuesta
choices|Choices|Opciones
rateValues|Steps of the scale|Pasos de la escala
rows|Rows|Filas
columns|Columns|Columnas
html|Text|Texto
expression|Calculation|Cálculo
inputType|Kind of text|Tipo de texto
placeholder|Hint inside the empty field|Pista dentro del campo vacío
maxLength|Most characters|Máximo de caracteres
min|Smallest value|Valor mínimo
max|Largest value|Valor máximo
step|Step between values|Paso entre valores
minErrorText|What to say when it is too small|Qué decir cuando es muy pequeño
maxErrorText|What to say when it is too large|Qué decir cuando es muy grande
stepErrorText|What to say when the step is wrong|Qué decir cuando el paso no es válido
inputSize|Width in characters|Ancho en caracteres
size|Width in characters|Ancho en caracteres
autocomplete|What the browser may fill in|Qué puede completar el navegador
rateMin|Scale begins at|La escala empieza en
rateMax|Scale ends at|La escala termina en
rateStep|Step|Paso
rateCount|Number of steps|Número de pasos
minRateDescription|Words at the low end|Palabras en el extremo bajo
maxRateDescription|Words at the high end|Palabras en el extremo alto
rateType|Drawn as|Se dibuja como
rateColorMode|Colours of the steps|Colores de los pasos
scaleColorMode|Colours of smileys|Colores de las caritas
rateDescriptionLocation|Place of the end words|Lugar de las palabras de los extremos
autoGenerate|Number the steps by themselves|Numerar los pasos automáticamente
displayRateDescriptionsAsExtremeItems|End words as steps of their own|Palabras de los extremos como pasos propios
displayMode|Buttons or list|Botones o lista
labelTrue|Words for yes|Palabras para sí
labelFalse|Words for no|Palabras para no
valueTrue|Value of yes|Valor de sí
valueFalse|Value of no|Valor de no
swapOrder|Show yes first|Mostrar sí primero
renderAs|Drawn as|Se dibuja como
choicesOrder|Order of choices|Orden de las opciones
choicesVisibleIf|When to show a choice|Cuándo mostrar una opción
choicesEnableIf|When a choice can be taken|Cuándo se puede elegir una opción
choicesMin|Numbers from|Números desde
choicesMax|Numbers to|Números hasta
choicesStep|Numbers in steps of|Números de a
colCount|Columns of choices|Columnas de opciones
separateSpecialChoices|Other and none stand apart|Otro y ninguno van aparte
showOtherItem|Offer “other” with a text|Ofrecer “otro” con texto
otherText|Words for other|Palabras para otro
otherPlaceholder|Hint in the text of other|Pista en el texto de otro
otherErrorText|What to say when other is empty|Qué decir cuando otro está vacío
showNoneItem|Offer “none”|Ofrecer “ninguno”
noneText|Words for none|Palabras para ninguno
showSelectAllItem|Offer “all”|Ofrecer “todos”
selectAllText|Words for all|Palabras para todos
minSelectedChoices|At least so many choices|Mínimo de opciones
maxSelectedChoices|At most so many choices|Máximo de opciones
allowClear|The answer can be taken back|La respuesta se puede quitar
searchEnabled|Search in the list|Buscar en la lista
showCommentArea|Ask for a comment below|Pedir un comentario abajo
commentText|Words above the comment|Palabras sobre el comentario
commentPlaceholder|Hint in the comment|Pista en el comentario
cols|Width in characters|Ancho en caracteres
autoGrow|Grow with the text|Crecer con el texto
allowResize|Can be made larger|Se puede agrandar
selectToRankEnabled|Only some have to be ranked|Solo se ordenan algunas
longTap|Hold to drag on a phone|Mantener para arrastrar en el teléfono
eachRowRequired|Every row needs an answer|Cada fila necesita respuesta
eachRowUnique|Every row another answer|Cada fila una respuesta distinta
rowOrder|Order of rows|Orden de las filas
rowsOrder|Order of rows|Orden de las filas
rowsVisibleIf|When to show a row|Cuándo mostrar una fila
columnsVisibleIf|When to show a column|Cuándo mostrar una columna
hideIfRowsEmpty|Hide it when no row is left|Ocultarla cuando no quedan filas
alternateRows|Shade every other row|Sombrear una fila sí y otra no
verticalAlign|Place in the row|Lugar en la fila
showHeader|Show the heads of columns|Mostrar los títulos de columnas
columnMinWidth|Least width of columns|Ancho mínimo de columnas
rowTitleWidth|Width of the rows' words|Ancho de las palabras de filas
cellType|Kind of cells|Tipo de celdas
elements|Questions|Preguntas
innerIndent|Indent of what is inside|Sangría de lo que contiene
questionTitleLocation|Place of the questions|Lugar de las preguntas
questionStartIndex|First number|Primer número
showQuestionNumbers|Numbers of questions|Números de preguntas
displayStyle|Shown as|Se muestra como
currency|Currency|Moneda
maximumFractionDigits|Most decimals|Máximo de decimales
minimumFractionDigits|Least decimals|Mínimo de decimales
useGrouping|Separate thousands|Separar los miles
format|Words around the value, {0}|Palabras alrededor del valor, {0}
precision|Decimals|Decimales
state|Open or folded|Abierta o plegada
width|Width|Ancho
minWidth|Least width|Ancho mínimo
maxWidth|Greatest width|Ancho máximo
startWithNewLine|On a new line|En una línea nueva
indent|Indent|Sangría
titleLocation|Place of the question|Lugar de la pregunta
descriptionLocation|Place of the help text|Lugar del texto de ayuda
errorLocation|Place of mistakes|Lugar de los errores
showNumber|Count it in the numbers|Contarla en los números
hideNumber|Hide its number|Ocultar su número
navigationTitle|Words in the navigation|Palabras en la navegación
navigationDescription|Help text in the navigation|Ayuda en la navegación
showNavigationButtons|Buttons to go on|Botones para seguir
locale|Main language|Idioma principal
logo|Logo|Logotipo
autoFocusFirstQuestion|Begin in the first question|Empezar en la primera pregunta
autoFocusFirstError|Go to the first mistake|Ir al primer error
completedHtml|Text at the end|Texto al final
pages|Pages|Páginas
calculatedValues|Calculated values|Valores calculados
showPrevButton|Offer to go back|Ofrecer volver
showTitle|Show the title|Mostrar el título
showPageTitles|Show titles of pages|Mostrar títulos de páginas
showCompletePage|Show a last page|Mostrar una última página
showPageNumbers|Number the pages|Numerar las páginas
questionDescriptionLocation|Place of help texts|Lugar de los textos de ayuda
questionErrorLocation|Place of mistakes|Lugar de los errores
showProgressBar|Show the progress|Mostrar el progreso
progressBarLocation|Place of the progress|Lugar del progreso
progressBarType|What the progress counts|Qué cuenta el progreso
showTOC|Show a table of contents|Mostrar un índice
maxTextLength|Most characters of a text|Máximo de caracteres de un texto
maxOthersLength|Most characters of “other”|Máximo de caracteres de “otro”
maxCommentLength|Most characters of “other”|Máximo de caracteres de “otro”
clearInvisibleValues|Answers of hidden questions|Respuestas de preguntas ocultas
checkErrorsMode|When answers are checked|Cuándo se revisan las respuestas
textUpdateMode|When typing counts|Cuándo cuenta lo escrito
autoGrowComment|Long texts grow|Los textos largos crecen
allowResizeComment|Long texts can be made larger|Los textos largos se pueden agrandar
startSurveyText|Words to begin|Palabras para empezar
pagePrevText|Words to go back|Palabras para volver
pageNextText|Words to go on|Palabras para seguir
completeText|Words to finish|Palabras para terminar
requiredMark|Sign of required questions|Signo de preguntas obligatorias
questionsOnPageMode|Questions on a page|Preguntas en una página
showPreviewBeforeComplete|Show all answers before the end|Mostrar todas las respuestas antes del final
widthMode|Width of the survey|Ancho de la encuesta
fitToContainer|Fill the space|Llenar el espacio
headerView|Kind of heading|Tipo de encabezado
minValue|Least value|Valor mínimo
maxValue|Greatest value|Valor máximo
minLength|Least characters|Mínimo de caracteres
allowDigits|Digits are allowed|Se permiten dígitos
minCount|At least so many|Al menos
maxCount|At most so many|Como máximo
regex|Pattern|Patrón
caseInsensitive|Small and capital letters are the same|Da igual mayúscula o minúscula
text|Words for who breaks it|Palabras para quien no lo cumple
isUnique|Every row another answer|Cada fila una respuesta distinta
setValueExpression|Answer worked out by|La respuesta se calcula con
setValueIf|When to work the answer out|Cuándo calcular la respuesta
resetValueIf|When to clear the answer|Cuándo borrar la respuesta
defaultValueExpression|Answer to begin with, worked out|Respuesta inicial, calculada
minValueExpression|Smallest value, worked out|Valor mínimo, calculado
maxValueExpression|Largest value, worked out|Valor máximo, calculado
maskType|Pattern while typing|Patrón al escribir
maskSettings|Settings of the pattern|Ajustes del patrón
inputTextAlignment|Side of the text|Lado del texto
dataList|Suggestions|Sugerencias
refuseText|Words for “refuse”|Palabras para “no responder”
dontKnowText|Words for “don't know”|Palabras para “no sé”
showRefuseItem|Offer “I'd rather not say”|Ofrecer “prefiero no responder”
showDontKnowItem|Offer “I don't know”|Ofrecer “no sé”
choicesFromQuestion|Take the choices of|Tomar las opciones de
choicesFromQuestionMode|Which of its choices|Cuáles de sus opciones
hideIfChoicesEmpty|Hide it when no choice is left|Ocultarla cuando no quedan opciones
itemSize|Width of choices|Ancho de las opciones
textWrapEnabled|Wrap long choices|Partir opciones largas
searchMode|How to search|Cómo buscar
hideSelectedItems|Hide what is chosen|Ocultar lo elegido
closeOnSelect|Close the list after a choice|Cerrar la lista tras elegir
selectToRankAreasLayout|Place of the two lists|Lugar de las dos listas
selectToRankEmptyRankedAreaText|Words in the empty ranking|Palabras en el orden vacío
selectToRankEmptyUnrankedAreaText|Words when all are ranked|Palabras cuando todo está ordenado
sliderType|One value or a range|Un valor o un rango
minRangeLength|Shortest range|Rango más corto
maxRangeLength|Longest range|Rango más largo
customLabels|Labels on the scale|Etiquetas de la escala
showLabels|Show labels|Mostrar etiquetas
labelCount|Number of labels|Número de etiquetas
labelFormat|Words around a label, {0}|Palabras alrededor de la etiqueta, {0}
tooltipVisibility|When to show the value|Cuándo mostrar el valor
tooltipFormat|Words around the value, {0}|Palabras alrededor del valor, {0}
allowSwap|Ends may pass each other|Los extremos pueden cruzarse
contentMode|Pictures or videos|Imágenes o videos
imageFit|How pictures fit|Cómo caben las imágenes
imageHeight|Height of pictures|Alto de las imágenes
imageWidth|Width of pictures|Ancho de las imágenes
minImageWidth|Least width of pictures|Ancho mínimo de imágenes
minImageHeight|Least height of pictures|Alto mínimo de imágenes
maxImageWidth|Greatest width of pictures|Ancho máximo de imágenes
maxImageHeight|Greatest height of pictures|Alto máximo de imágenes
showLabel|Show words below pictures|Mostrar palabras bajo las imágenes
multiSelect|Several may be chosen|Se pueden elegir varias
imageLink|Picture|Imagen
altText|Words for who cannot see it|Palabras para quien no la ve
transposeData|Rows as columns|Filas como columnas
totalText|Words of the total row|Palabras de la fila de totales
allowAddRows|Rows can be added|Se pueden agregar filas
allowRemoveRows|Rows can be removed|Se pueden quitar filas
allowRowReorder|Rows can change places|Las filas pueden cambiar de lugar
rowCount|Rows to begin with|Filas al inicio
minRowCount|Least rows|Mínimo de filas
maxRowCount|Most rows|Máximo de filas
keyName|Column that must differ|Columna que debe ser distinta
keyDuplicationError|What to say when it does not|Qué decir cuando no lo es
confirmDelete|Ask before removing|Preguntar antes de quitar
confirmDeleteText|Words to ask with|Palabras para preguntar
addRowText|Words to add a row|Palabras para agregar una fila
removeRowText|Words to remove a row|Palabras para quitar una fila
addRowButtonLocation|Place of the button to add|Lugar del botón de agregar
hideColumnsIfEmpty|Hide columns when empty|Ocultar columnas cuando está vacía
noRowsText|Words when there is no row|Palabras cuando no hay filas
defaultRowValue|A new row begins with|Una fila nueva empieza con
copyDefaultValueFromLastEntry|A new one begins like the last|Uno nuevo empieza como el último
items|Fields|Campos
itemTitleWidth|Width of the fields' words|Ancho de las palabras de campos
templateTitle|Heading of each panel|Título de cada panel
templateDescription|Help text of each panel|Ayuda de cada panel
templateElements|Questions|Preguntas
templateTabTitle|Words on the tab|Palabras en la pestaña
templateVisibleIf|When to show a panel|Cuándo mostrar un panel
templateQuestionTitleLocation|Place of the questions|Lugar de las preguntas
templateErrorLocation|Place of mistakes|Lugar de los errores
noEntriesText|Words when there is none|Palabras cuando no hay ninguno
allowAddPanel|Panels can be added|Se pueden agregar paneles
allowRemovePanel|Panels can be removed|Se pueden quitar paneles
panelCount|Panels to begin with|Paneles al inicio
minPanelCount|Least panels|Mínimo de paneles
maxPanelCount|Most panels|Máximo de paneles
panelsState|Open or folded|Abiertos o plegados
addPanelText|Words to add a panel|Palabras para agregar un panel
removePanelText|Words to remove a panel|Palabras para quitar un panel
prevPanelText|Words to go back|Palabras para volver
nextPanelText|Words to go on|Palabras para seguir
newPanelPosition|Where a new panel goes|Dónde va un panel nuevo
allowMultiple|Several files|Varios archivos
allowImagesPreview|Show pictures that are sent|Mostrar imágenes enviadas
acceptedTypes|Kinds of files|Tipos de archivos
acceptedCategories|Groups of files|Grupos de archivos
maxSize|Largest file in bytes|Archivo más grande en bytes
maxFiles|Most files|Máximo de archivos
sourceType|From where|De dónde
filePlaceholder|Words before a file is chosen|Palabras antes de elegir un archivo
photoPlaceholder|Words before a picture is taken|Palabras antes de tomar una foto
fileOrPhotoPlaceholder|Words before either|Palabras antes de ambos
signatureWidth|Width of the field|Ancho del campo
signatureHeight|Height of the field|Alto del campo
penColor|Colour of the pen|Color del lápiz
penMinWidth|Thinnest line|Línea más fina
penMaxWidth|Thickest line|Línea más gruesa
dataFormat|Kept as|Se guarda como
questionOrder|Order of questions|Orden de las preguntas
cells|Words in the cells|Palabras en las celdas
columnColCount|Columns of choices in a cell|Columnas de opciones en una celda
valueName|Shares its answer under|Comparte su respuesta como
correctAnswer|Right answer|Respuesta correcta
triggers|Actions|Acciones
useDisplayValuesInDynamicTexts|Words instead of values where texts speak of it|Palabras en vez de valores donde se la menciona
colSpan|Columns of the page that it takes|Columnas de la página que ocupa
effectiveColSpan|Columns of the page that it takes|Columnas de la página que ocupa
clearIfInvisible|Its answer when it is hidden|Su respuesta cuando está oculta
defaultDisplayValue|Words for no answer|Palabras para sin respuesta
randomize|Mixed for everybody|Mezclada para cada persona
label|Words beside the box|Palabras junto a la casilla
useTitleAsLabel|The question stands beside the box|La pregunta va junto a la casilla
choiceValuesFromQuestion|Values of the choices from|Valores de las opciones desde
choiceTextsFromQuestion|Words of the choices from|Palabras de las opciones desde
valuePropertyName|Name of each choice in the answer|Nombre de cada opción en la respuesta
acceptCarriageReturn|Several lines may be written|Se pueden escribir varias líneas
showPreview|Show what is sent|Mostrar lo enviado
waitForUpload|Go on only after the upload|Seguir solo tras la subida
columnLayout|Side of the columns|Lado de las columnas
cellErrorLocation|Place of mistakes in cells|Lugar de los errores en celdas
horizontalScroll|Scroll sideways|Desplazar a los lados
itemErrorLocation|Place of mistakes in fields|Lugar de los errores en campos
questionTitleWidth|Width of the questions|Ancho de las preguntas
allowAdaptiveActions|Buttons fit the width|Los botones se ajustan al ancho
defaultPanelValue|A new panel begins with|Un panel nuevo empieza con
renderMode|Drawn as|Se dibuja como
tabAlign|Side of the tabs|Lado de las pestañas
templateQuestionTitleWidth|Width of the questions|Ancho de las preguntas
removePanelButtonLocation|Place of the button to remove|Lugar del botón de quitar
selectToRankSwapAreas|Change the two lists' sides|Cambiar de lado las dos listas
signatureAutoScaleEnabled|Fits the width|Se ajusta al ancho
showPlaceholder|Show a hint in the empty field|Mostrar una pista en el campo vacío
placeholderReadOnly|Hint when it is only to be read|Pista cuando es solo para leer
backgroundColor|Colour of the field|Color del campo
allowDragRange|The whole range can be dragged|Se puede arrastrar todo el rango
completedBeforeHtml|Text for who has answered before|Texto para quien ya respondió
loadingHtml|Text while it loads|Texto mientras carga
navigationButtonsLocation|Place of the buttons|Lugar de los botones
matrixDragHandleArea|Where rows are held to drag|Dónde se toman las filas
progressBarShowPageTitles|Titles of pages in the progress|Títulos de páginas en el progreso
progressBarShowPageNumbers|Numbers of pages in the progress|Números de páginas en el progreso
progressBarInheritWidthFrom|Width of the progress|Ancho del progreso
tocLocation|Side of the table of contents|Lado del índice
storeOthersAsComment|Keep the words of “other” apart|Guardar aparte las palabras de “otro”
autoAdvanceEnabled|Go on by itself|Seguir automáticamente
autoAdvanceAllowComplete|Finish by itself|Terminar automáticamente
validateVisitedEmptyFields|Check fields that were left empty|Revisar campos dejados vacíos
commentAreaRows|Lines of comments|Líneas de los comentarios
previewText|Words to look over the answers|Palabras para revisar respuestas
editText|Words to change an answer|Palabras para cambiar una respuesta
questionTitlePattern|Order of number, question and sign|Orden de número, pregunta y signo
questionTitleTemplate|Pattern of the questions|Patrón de las preguntas
firstPageIsStartPage|The first page is a beginning|La primera página es un comienzo
isSinglePage|All on one page|Todo en una página
previewMode|Answers to look over|Respuestas por revisar
gridLayoutEnabled|Lay pages out in columns|Ordenar páginas en columnas
notificationType|How it is told|Cómo se avisa
`;

const VALUES = `
default|As usual|Como siempre
true|Yes|Sí
false|No|No
none|None|Ninguno
asc|A to Z|De la A a la Z
desc|Z to A|De la Z a la A
random|Mixed for everybody|Mezcladas para cada persona
initial|As written|Como están escritas
top|Above|Arriba
bottom|Below|Abajo
left|Beside|Al lado
right|On the other side|Al otro lado
middle|In the middle|En medio
hidden|Hidden|Oculto
underTitle|Under the question|Bajo la pregunta
underInput|Under the answer|Bajo la respuesta
checkbox|Box to tick|Casilla
radio|Two buttons|Dos botones
collapsed|Folded|Plegada
expanded|Open, can be folded|Abierta, se puede plegar
auto|By itself|Automático
buttons|Buttons|Botones
dropdown|List|Lista
labels|Numbers or words|Números o palabras
stars|Stars|Estrellas
smileys|Smileys|Caritas
monochrome|One colour|Un color
colored|Many colours|Varios colores
scale|From red to green|De rojo a verde
text|Text|Texto
number|Number|Número
email|E-mail address|Correo electrónico
date|Day|Día
datetime-local|Day and time|Día y hora
month|Month|Mes
week|Week|Semana
time|Time|Hora
tel|Telephone number|Número de teléfono
url|Web address|Dirección web
range|Range|Rango
decimal|Number|Número
currency|Amount of money|Cantidad de dinero
percent|Percent|Porcentaje
off|No|No
on|Yes, through the survey|Sí, en toda la encuesta
onpage|On each page anew|En cada página de nuevo
onPage|On each page anew|En cada página de nuevo
onpanel|In each panel anew|En cada panel de nuevo
recursive|With those of panels|Con los de los paneles
inherit|As the survey says|Como dice la encuesta
show|Show|Mostrar
hide|Hide|Ocultar
onNextPage|On going on|Al seguir
onValueChanged|At once|De inmediato
onComplete|At the end|Al final
onHiddenContainer|Are taken out|Se quitan
onBlur|On leaving the field|Al salir del campo
onTyping|While typing|Al escribir
basic|Plain|Sencillo
advanced|Large|Grande
both|Above and below|Arriba y abajo
topBottom|Above and below|Arriba y abajo
topbottom|Above and below|Arriba y abajo
aboveheader|Above the heading|Sobre el encabezado
aboveHeader|Above the heading|Sobre el encabezado
belowheader|Below the heading|Bajo el encabezado
pages|Pages|Páginas
questions|Questions|Preguntas
requiredQuestions|Required questions|Preguntas obligatorias
correctQuestions|Right answers|Respuestas correctas
standard|As on the pages|Como en las páginas
singlePage|All on one page|Todo en una página
questionPerPage|One at a time|Una a la vez
inputPerPage|One field at a time|Un campo a la vez
noPreview|No|No
showAllQuestions|All questions|Todas las preguntas
showAnsweredQuestions|Answered questions|Preguntas respondidas
static|Fixed|Fijo
responsive|As wide as the window|Como la ventana
onHidden|Is taken out|Se quita
segmented|Buttons in a row|Botones en fila
switch|Switch|Interruptor
all|All|Todas
selected|Chosen ones|Las elegidas
unselected|Those not chosen|Las no elegidas
contains|Anywhere in the words|En cualquier parte
startsWith|At the beginning of the words|Al comienzo
file|A file|Un archivo
camera|The camera|La cámara
file-camera|A file or the camera|Un archivo o la cámara
image|Pictures|Imágenes
contain|Whole|Completas
cover|Fill the space, cut|Llenan el espacio, recortadas
fill|Fill the space, stretched|Llenan el espacio, estiradas
table|Table|Tabla
list|List|Lista
horizontal|Side by side|Lado a lado
vertical|One below the other|Una bajo otra
next|After the present one|Después del actual
last|At the end|Al final
firstExpanded|The first is open|El primero abierto
onPanel|In each panel anew|En cada panel de nuevo
progressTop|One at a time, progress above|Uno a la vez, progreso arriba
progressBottom|One at a time, progress below|Uno a la vez, progreso abajo
progressTopBottom|One at a time, progress above and below|Uno a la vez, progreso arriba y abajo
tab|Tabs|Pestañas
carousel|One at a time|Uno a la vez
center|In the middle|En el centro
leftRight|On both sides|A ambos lados
png|PNG|PNG
jpeg|JPEG|JPEG
single|One value|Un valor
always|Always|Siempre
never|Never|Nunca
color|Colour|Color
password|Password|Contraseña
pattern|Pattern|Patrón
numeric|Number|Número
datetime|Day or time|Día u hora
entireItem|Anywhere|En cualquier parte
icon|At the sign|En el signo
container|As the page|Como la página
survey|As the survey|Como la encuesta
numTitleRequire|Number, question, sign|Número, pregunta, signo
numRequireTitle|Number, sign, question|Número, signo, pregunta
requireNumTitle|Sign, number, question|Signo, número, pregunta
numTitle|Number, question|Número, pregunta
allQuestions|All questions|Todas las preguntas
answeredQuestions|Answered questions|Preguntas respondidas
error|As a mistake|Como error
warning|As a warning|Como advertencia
info|As a hint|Como aviso
`;

const TYPES = `
radiogroup|Single choice|Una opción
checkbox|Several choices|Varias opciones
dropdown|Choice from a list|Opción de una lista
tagbox|Several choices from a list|Varias opciones de una lista
buttongroup|Buttons in a row|Botones en fila
boolean|Yes or no|Sí o no
imagepicker|Choice of pictures|Elegir imágenes
ranking|Ranking|Ordenar
text|Short answer|Respuesta corta
comment|Long answer|Respuesta larga
multipletext|Several short answers|Varias respuestas cortas
rating|Rating scale|Escala
slider|Slider|Control deslizante
matrix|Table, one choice a row|Tabla, una opción por fila
matrixdropdown|Table of different answers|Tabla de respuestas distintas
matrixdynamic|Table with rows to add|Tabla con filas por agregar
paneldynamic|Questions to repeat|Preguntas que se repiten
panel|Group of questions|Grupo de preguntas
html|Text to read|Texto para leer
image|Picture|Imagen
expression|Calculated value|Valor calculado
file|File|Archivo
signaturepad|Signature|Firma
page|Page|Página
survey|Survey|Encuesta
numeric|Number between|Número entre
answercount|Number of choices|Número de opciones
regex|Pattern|Patrón
email|E-mail address|Correo electrónico
`;

type Words = ReadonlyMap<string, Record<Language, string>>;

function read(lines: string): Words {
  return new Map(lines.trim().split("\n").map((line) => {
    const [name = "", en = "", es = ""] = line.split("|");
    return [name, { en, es, ar: en }];
  }));
}

export const WORDS = { properties: read(PROPERTIES), values: read(VALUES), types: read(TYPES) };

/** A name nobody has given words to, such as minErrorText: "Min error text". */
export function spelledOut(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The word for something in the page's language; a property may have another word in a certain type. */
export function useWords(): (kind: keyof typeof WORDS, name: string, owner?: string) => string {
  const { language } = useLanguage();
  return (kind, name, owner = "") => (WORDS[kind].get(`${owner}.${name}`) ?? WORDS[kind].get(name))?.[language] ?? spelledOut(name);
}
