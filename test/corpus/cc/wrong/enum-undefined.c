enum color paint;
